package io.galvan.platform.db;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Runs a work at the end of the event loop's turn, so that all that comes in one turn goes with it.
 * For one event loop.
 */
final class Turn {
  private boolean scheduled;

  /** Runs the work once, however often it is asked for before. */
  void end(Runnable work) {
    if (scheduled) {
      return;
    }
    Context context = Vertx.currentContext();
    if (context == null) {
      work.run();
      return;
    }
    scheduled = true;
    context.runOnContext(
        ignored -> {
          scheduled = false;
          work.run();
        });
  }
}
