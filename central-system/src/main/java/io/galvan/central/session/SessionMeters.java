package io.galvan.central.session;

import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The gateway's metrics. Tags come from enums and the standard's action names, never from a
 * station.
 */
public final class SessionMeters {
  /** How an exchange ended. */
  public enum Outcome {
    result,
    error,
    unanswered
  }

  private record Key(Action<?, ?> action, Transport transport, Outcome outcome) {}

  private final MeterRegistry meters;
  private final Map<Key, Timer> received = new ConcurrentHashMap<>();
  private final Map<Key, Timer> sent = new ConcurrentHashMap<>();
  private final Map<Transport, LongAdder> open = new EnumMap<>(Transport.class);
  private final Map<CloseReason, Counter> closed = new EnumMap<>(CloseReason.class);
  private final Counter refused;
  private final Counter unusable;
  private final Counter repaired;
  private final Counter deadLetters;

  public SessionMeters(MeterRegistry meters) {
    this.meters = meters;
    for (Transport transport : Transport.values()) {
      LongAdder count = new LongAdder();
      open.put(transport, count);
      Gauge.builder("galvan.sessions", count, LongAdder::sum)
          .description("connected charging stations")
          .tag("transport", transport.name())
          .tag("version", OcppVersion.V1_6.subprotocol())
          .register(meters);
    }
    for (CloseReason reason : CloseReason.values()) {
      closed.put(
          reason,
          Counter.builder("galvan.sessions.closed")
              .description("connections that we closed")
              .tag("reason", reason.name())
              .register(meters));
    }
    this.refused = frames("refused");
    this.unusable = frames("unusable");
    this.repaired = frames("repaired");
    this.deadLetters =
        Counter.builder("galvan.dead.letters")
            .description("CALLs of charging stations that we failed on and kept")
            .register(meters);
  }

  private Counter frames(String verdict) {
    return Counter.builder("galvan.frames.deviating")
        .description("frames that were repaired, refused or not understood")
        .tag("verdict", verdict)
        .register(meters);
  }

  void opened(Transport transport) {
    open.getOrDefault(transport, new LongAdder()).increment();
  }

  void gone(Transport transport) {
    open.getOrDefault(transport, new LongAdder()).decrement();
  }

  void closing(CloseReason reason) {
    Counter counter = closed.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  void refused() {
    refused.increment();
  }

  void unusable() {
    unusable.increment();
  }

  void deadLetter() {
    deadLetters.increment();
  }

  void repaired() {
    repaired.increment();
  }

  void received(Action<?, ?> action, Transport transport, Outcome outcome, long nanos) {
    received
        .computeIfAbsent(
            new Key(action, transport, outcome),
            key -> timer("galvan.ocpp.received", "CALLs of charging stations, to the answer", key))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  void sent(Action<?, ?> action, Transport transport, Outcome outcome, long nanos) {
    sent.computeIfAbsent(
            new Key(action, transport, outcome),
            key -> timer("galvan.ocpp.sent", "our CALLs to charging stations, to the answer", key))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(String name, String description, Key key) {
    return Timer.builder(name)
        .description(description)
        .tag("action", key.action.name())
        .tag("transport", key.transport.name())
        .tag("outcome", key.outcome.name())
        .serviceLevelObjectives(
            java.time.Duration.ofMillis(1),
            java.time.Duration.ofMillis(5),
            java.time.Duration.ofMillis(10),
            java.time.Duration.ofMillis(20),
            java.time.Duration.ofMillis(50),
            java.time.Duration.ofMillis(200),
            java.time.Duration.ofSeconds(1),
            java.time.Duration.ofSeconds(5))
        .register(meters);
  }
}
