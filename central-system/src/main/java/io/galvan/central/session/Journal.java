package io.galvan.central.session;

import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.contract.messagelog.MessageLogs.LogBatch;
import io.galvan.contract.messagelog.MessageLogs.LogEntry;
import io.galvan.platform.bus.Bus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

  /** In characters, as the entries' texts count: of a batch, and of all that is held. */
  private static final int MAX_BATCH_CHARS = 1 << 20;

  private static final int MAX_HELD_CHARS = 32 << 20;
  private static final int MAX_IN_FLIGHT = 2;
  private static final long FLUSH_MS = 200;

  private final Vertx vertx;
  private final Bus bus;
  private final Counter dropped;
  private final long timer;
  private final ArrayDeque<LogEntry> held = new ArrayDeque<>();
  private int heldChars;
  private final FairShare shares = new FairShare(System::nanoTime);
  private int inFlight;
  private @Nullable Promise<Void> end;

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
    int chars = chars(entry);
    if (held.size() >= MAX_HELD
        || heldChars + chars > MAX_HELD_CHARS
        || !shares.take(entry.chargerId(), isPressed())) {
      dropped.increment();
      return;
    }
    held.add(entry);
    heldChars += chars;
    if (held.size() % MAX_BATCH == 0 || heldChars >= MAX_BATCH_CHARS) {
      flush();
    }
  }

  private static int chars(LogEntry entry) {
    return entry.request().length() + length(entry.response()) + length(entry.deviations());
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  private boolean isPressed() {
    return held.size() >= MAX_HELD / 2 || heldChars >= MAX_HELD_CHARS / 2;
  }

  /** Sends what is held as far as the bound on batches in flight allows. */
  private void flush() {
    while (inFlight < MAX_IN_FLIGHT && !held.isEmpty()) {
      List<LogEntry> batch = new ArrayList<>(Math.min(held.size(), MAX_BATCH));
      int batchChars = 0;
      while (batch.size() < MAX_BATCH && batchChars < MAX_BATCH_CHARS && !held.isEmpty()) {
        LogEntry entry = held.remove();
        batchChars += chars(entry);
        shares.left(entry.chargerId());
        batch.add(entry);
      }
      heldChars -= batchChars;
      inFlight++;
      bus.request(MessageLogs.WRITE, new LogBatch(batch))
          .onComplete((ok, failure) -> sent(batch.size(), failure));
    }
  }

  private void sent(int entries, @Nullable Throwable failure) {
    inFlight--;
    if (failure != null) {
      dropped.increment(entries);
      LOG.warn("{} message log entries are lost: {}", entries, failure.getMessage());
    }
    // A burst that waits goes at the database's pace, not at the timer's.
    Promise<Void> ending = end;
    if (held.size() >= MAX_BATCH || heldChars >= MAX_BATCH_CHARS || ending != null) {
      flush();
    }
    if (ending != null && inFlight == 0) {
      ending.tryComplete();
    }
  }

  /** Writes what is held and stops. */
  public Future<?> close() {
    vertx.cancelTimer(timer);
    Promise<Void> ending = Promise.promise();
    end = ending;
    flush();
    if (inFlight == 0) {
      ending.tryComplete();
    }
    return ending.future();
  }
}
