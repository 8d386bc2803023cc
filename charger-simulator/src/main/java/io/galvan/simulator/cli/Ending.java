package io.galvan.simulator.cli;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a command: its time is over, or Ctrl-C. */
final class Ending {
  private static final int CLOSE_SECONDS = 10;

  private Ending() {}

  /** Waits for the time to be over or Ctrl-C, then ends. */
  static void await(Vertx vertx, @Nullable Duration duration, Runnable farewell)
      throws InterruptedException {
    await(vertx, duration, new CountDownLatch(1), farewell);
  }

  /**
   * Waits, then runs {@code farewell} and closes Vert.x, once, whichever end it is.
   *
   * @param duration null for no end but Ctrl-C or {@code over}
   * @param over ends the wait, too
   */
  static void await(
      Vertx vertx, @Nullable Duration duration, CountDownLatch over, Runnable farewell)
      throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              over.countDown();
              try {
                closed.await(CLOSE_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
    if (duration == null) {
      over.await();
    } else {
      over.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
    farewell.run();
    vertx.close().onComplete(done -> closed.countDown());
    closed.await(CLOSE_SECONDS, TimeUnit.SECONDS);
    removeHook(hook);
  }

  /** Lets the machine end without a hook; no effect when it is ending already. */
  static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // It was Ctrl-C: the hook itself waits for us.
      return;
    }
  }
}
