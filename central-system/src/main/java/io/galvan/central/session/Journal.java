package io.galvan.central.session;

import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Chargers.LogBatch;
import io.galvan.platform.contract.Chargers.LogEntry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the message log of this event loop's sessions and hands it to the charger service in
 * batches. The log promises nothing to a charging station, so no answer waits for it; when the
 * database cannot follow, the newest entries are dropped and counted.
 */
public final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final int MAX_BATCH = 500;
  private static final int MAX_HELD = 20_000;
  private static final int MAX_IN_FLIGHT = 2;
  private static final long FLUSH_MS = 200;

  private final Vertx vertx;
  private final Bus bus;
  private final Counter dropped;
  private final long timer;
  private List<LogEntry> held = new ArrayList<>();
  private int inFlight;

  public Journal(Vertx vertx, MeterRegistry meters) {
    this.vertx = vertx;
    this.bus = Bus.of(vertx);
    this.dropped =
        Counter.builder("galvan.log.dropped")
            .description("message log entries dropped")
            .register(meters);
    this.timer = vertx.setPeriodic(FLUSH_MS, id -> flush());
  }

  void add(LogEntry entry) {
    if (held.size() >= MAX_HELD) {
      dropped.increment();
      return;
    }
    held.add(entry);
    if (held.size() % MAX_BATCH == 0) {
      flush();
    }
  }

  /**
   * Sends what is held as far as the bound on batches in flight allows; completes when nothing is
   * in flight any more.
   */
  private Future<?> flush() {
    Future<?> sent = Future.succeededFuture();
    while (inFlight < MAX_IN_FLIGHT && !held.isEmpty()) {
      List<LogEntry> batch;
      if (held.size() <= MAX_BATCH) {
        batch = held;
        held = new ArrayList<>();
      } else {
        batch = new ArrayList<>(held.subList(0, MAX_BATCH));
        held = new ArrayList<>(held.subList(MAX_BATCH, held.size()));
      }
      inFlight++;
      sent =
          bus.request(Chargers.LOG, new LogBatch(batch))
              .onComplete(
                  (ok, failure) -> {
                    inFlight--;
                    if (failure != null) {
                      dropped.increment(batch.size());
                      LOG.warn(
                          "{} message log entries are lost: {}",
                          batch.size(),
                          failure.getMessage());
                    }
                  })
              .otherwiseEmpty();
    }
    return sent;
  }

  /** Writes what is held and stops. */
  public Future<?> close() {
    vertx.cancelTimer(timer);
    return drain();
  }

  private Future<?> drain() {
    return held.isEmpty() ? Future.succeededFuture() : flush().compose(ok -> drain());
  }
}
