package io.galvan.platform.db;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * When the next batch goes: at the end of the event loop's turn, and while many are busy not before
 * some time has passed since the last one, so that it takes more with it. For one event loop.
 */
final class Pace {
  /**
   * Between the ends of one batch and the start of the next, when the last one was no lone item.
   */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** From so many items on a batch says that many are busy. */
  private static final int BUSY = 4;

  private boolean scheduled;
  private boolean busy;
  private long last = System.nanoTime() - PAUSE_NANOS;

  /** A batch of so many is done. */
  void did(int items) {
    busy = items >= BUSY;
    last = System.nanoTime();
  }

  /** Runs the work once, however often it is asked for before. */
  void soon(Runnable work) {
    if (scheduled) {
      return;
    }
    Context context = Vertx.currentContext();
    if (context == null) {
      work.run();
      return;
    }
    scheduled = true;
    long rest = busy ? last + PAUSE_NANOS - System.nanoTime() : 0;
    if (rest < TimeUnit.MICROSECONDS.toNanos(500)) {
      context.runOnContext(
          ignored -> {
            scheduled = false;
            work.run();
          });
    } else {
      context
          .owner()
          .setTimer(
              Math.max(1, TimeUnit.NANOSECONDS.toMillis(rest)),
              id -> {
                scheduled = false;
                work.run();
              });
    }
  }
}
