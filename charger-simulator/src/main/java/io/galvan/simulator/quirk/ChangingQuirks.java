package io.galvan.simulator.quirk;

import io.galvan.simulator.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;

/** A way with quirks that may change; a change counts from the next connection on. */
public final class ChangingQuirks implements Transport {
  private final Supplier<Set<Quirk>> quirks;
  private final Supplier<Transport> ways;
  private final Supplier<Instant> clock;
  private final Timers timers;
  private Set<Quirk> played;
  private Transport way;

  /**
   * @param quirks those of the moment
   * @param ways makes the real way
   * @param clock the station's
   */
  public ChangingQuirks(
      Supplier<Set<Quirk>> quirks,
      Supplier<Transport> ways,
      Supplier<Instant> clock,
      Timers timers) {
    this.quirks = quirks;
    this.ways = ways;
    this.clock = clock;
    this.timers = timers;
    this.played = quirks.get();
    this.way = made(played);
  }

  private Transport made(Set<Quirk> wanted) {
    return wanted.isEmpty() ? ways.get() : Quirk.transport(wanted, ways, clock, timers);
  }

  @Override
  public Future<Void> connect(Handler<String> onText, Handler<String> onClose) {
    Set<Quirk> wanted = quirks.get();
    if (!wanted.equals(played)) {
      played = wanted;
      way = made(wanted);
    }
    return way.connect(onText, onClose);
  }

  @Override
  public Future<Void> send(String text) {
    return way.send(text);
  }

  @Override
  public Future<Void> close() {
    return way.close();
  }
}
