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

  /**
   * Waits, then runs {@code farewell} and closes Vert.x, once, whichever end it is.
   *
   * @param duration null for no end but Ctrl-C
   */
  static void await(Vertx vertx, @Nullable Duration duration, Runnable farewell)
      throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              interrupted.countDown();
              try {
                closed.await(CLOSE_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
    boolean byHand =
        duration == null
            ? awaitForever(interrupted)
            : interrupted.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    farewell.run();
    vertx.close().onComplete(done -> closed.countDown());
    closed.await(CLOSE_SECONDS, TimeUnit.SECONDS);
    if (!byHand) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private static boolean awaitForever(CountDownLatch interrupted) throws InterruptedException {
    interrupted.await();
    return true;
  }
}
