package io.galvan.platform.service;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what must be done every minute or so, one job after another; a job that fails waits a turn.
 */
public final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  /** Must be safe to do on several nodes at once. */
  public record Job(String name, Supplier<Future<?>> work) {}

  private final Vertx vertx;
  private final Duration interval;
  private final List<Job> jobs;
  private long timer = -1;
  private boolean stopped;
  private Future<?> current = Future.succeededFuture();

  Sweep(Vertx vertx, Duration interval, List<Job> jobs) {
    this.vertx = vertx;
    this.interval = interval;
    this.jobs = jobs;
  }

  /** Sweeps once, which must succeed, and then at every interval. */
  Future<?> start() {
    Future<?> first = Future.succeededFuture();
    for (Job job : jobs) {
      first = first.compose(ok -> job.work.get());
    }
    return first.onSuccess(ok -> schedule());
  }

  private void schedule() {
    if (!stopped) {
      timer =
          vertx.setTimer(
              interval.toMillis(), id -> current = sweep().onComplete(ignored -> schedule()));
    }
  }

  private Future<?> sweep() {
    Future<?> done = Future.succeededFuture();
    for (Job job : jobs) {
      done =
          done.compose(ok -> stopped ? Future.succeededFuture() : job.work.get())
              .otherwise(
                  failure -> {
                    LOG.warn("{} waits for the next sweep: {}", job.name, failure.getMessage());
                    return null;
                  });
    }
    return done;
  }

  /** Stops after the job that is under way. */
  Future<?> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    return current;
  }
}
