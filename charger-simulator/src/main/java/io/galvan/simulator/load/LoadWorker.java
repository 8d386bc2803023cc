package io.galvan.simulator.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** One event loop's share of the connections of a load. */
final class LoadWorker extends VerticleBase {
  private static final long HIGHEST_NANOS = 120_000_000_000L;
  private static final int DIGITS = 3;
  private static final int RAMP_TICK_MS = 20;
  private static final int CHECK_MS = 250;
  private static final int CONNECT_TIMEOUT_MS = 30_000;

  private final LoadPlan plan;
  private final int first;
  private final Counters counters;
  private final AtomicLong callsLeft;
  private final Clock clock;
  private final Script script;
  private final Scratch scratch = new Scratch();
  private final Map<String, Histogram> histograms = new TreeMap<>();
  private final SingleWriterRecorder live = new SingleWriterRecorder(HIGHEST_NANOS, DIGITS);
  private final Set<LoadConnection> connections = new HashSet<>();
  private final List<NetClient> clients = new ArrayList<>();
  private final Promise<Void> done = Promise.promise();
  private final byte[] idPrefix;
  private byte[] timestamp = {};
  private long timestampMillis = -1;
  private int opened;
  private int opening;
  private double allowed;
  private boolean ending;

  /**
   * @param first this worker has the connections first, first + threads, and so on
   */
  LoadWorker(LoadPlan plan, int first, Counters counters, AtomicLong callsLeft, Clock clock) {
    this.plan = plan;
    this.first = first;
    this.counters = counters;
    this.callsLeft = callsLeft;
    this.clock = clock;
    this.script = Script.of(plan.mix(), plan.tag());
    this.idPrefix = Bytes.of(Long.toString(clock.millis() & 0xffffffffL, 36) + "-");
  }

  @Override
  public Future<?> start() {
    for (int i = 0; i < plan.sources(); i++) {
      NetClientOptions options =
          new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_TIMEOUT_MS);
      if (plan.sources() > 1) {
        options.setLocalAddress("127.0.0." + (i + 1));
      }
      clients.add(vertx.createNetClient(options));
    }
    vertx.setPeriodic(1, RAMP_TICK_MS, tick -> openMore(tick));
    vertx.setPeriodic(CHECK_MS, tick -> checkAll());
    return Future.succeededFuture();
  }

  /** Completes when all calls are answered and all connections closed. */
  Future<Void> done() {
    return done.future();
  }

  private int share() {
    return (plan.connections() - first + plan.threads() - 1) / plan.threads();
  }

  private void openMore(long tick) {
    allowed += plan.connectionsPerSecond() * RAMP_TICK_MS / 1_000.0 / plan.threads();
    while (opened < share() && allowed >= 1 && !ending) {
      allowed--;
      open(first + opened * plan.threads());
      opened++;
    }
    if (opened == share() || ending) {
      vertx.cancelTimer(tick);
    }
  }

  private void open(int number) {
    opening++;
    clients
        .get(number % clients.size())
        .connect(plan.target().port(), plan.target().host())
        .onComplete(
            socket -> {
              opening--;
              connections.add(new LoadConnection(this, framing(plan.id(number)), socket));
            },
            failure -> {
              opening--;
              counters.connectFailures.increment();
              counters.reason("connect: " + failure.getMessage());
              finishIfAllGone();
            });
  }

  private Framing framing(String id) {
    return plan.target() instanceof LoadPlan.Target.WebSocket webSocket
        ? new WebSocketFraming(webSocket, id, plan.password())
        : new MqttFraming(id, plan.password());
  }

  /** No more new calls; connections leave when their call is answered. */
  void end() {
    context.runOnContext(
        ready -> {
          ending = true;
          checkAll();
          finishIfAllGone();
        });
  }

  private void checkAll() {
    long now = System.nanoTime();
    long longest = plan.answerTimeout().toNanos();
    for (LoadConnection connection : List.copyOf(connections)) {
      connection.check(now, longest);
    }
  }

  // For the connections.

  Counters counters() {
    return counters;
  }

  Script script() {
    return script;
  }

  Scratch scratch() {
    return scratch;
  }

  boolean ending() {
    return ending;
  }

  /** Whether one more call may be made, under the bound on all calls. */
  boolean claimCall() {
    return plan.calls() == 0 || callsLeft.getAndDecrement() > 0;
  }

  long firstEnergyWh() {
    return clock.millis() / 1_000 % 1_000_000;
  }

  byte[] messageId(long number) {
    scratch.clear();
    scratch.add(idPrefix);
    scratch.add(number);
    return java.util.Arrays.copyOf(scratch.bytes(), scratch.length());
  }

  /** The time on the wire, made once a millisecond. */
  byte[] timestamp() {
    long now = clock.millis();
    if (now != timestampMillis) {
      timestampMillis = now;
      String text = Instant.ofEpochMilli(now).toString();
      timestamp = Bytes.of(text);
    }
    return timestamp;
  }

  void answered(Template asked, long nanos) {
    long bounded = Math.min(nanos, HIGHEST_NANOS);
    histograms
        .computeIfAbsent(asked.action(), any -> new Histogram(HIGHEST_NANOS, DIGITS))
        .recordValue(bounded);
    live.recordValue(bounded);
    counters.answered.increment();
  }

  void goOn(LoadConnection connection) {
    if (plan.think().isZero() || ending) {
      connection.next();
    } else {
      vertx.setTimer(Math.max(1, plan.think().toMillis()), tick -> connection.next());
    }
  }

  void gone(LoadConnection connection) {
    connections.remove(connection);
    finishIfAllGone();
  }

  private void finishIfAllGone() {
    if (connections.isEmpty() && opening == 0 && (ending || opened == share())) {
      done.tryComplete();
    }
  }

  // For the report.

  /** Latencies since the last time this was asked. */
  Histogram latest() {
    return live.getIntervalHistogram();
  }

  /** Latencies by action; read when this worker is done. */
  Map<String, Histogram> histograms() {
    return histograms;
  }
}
