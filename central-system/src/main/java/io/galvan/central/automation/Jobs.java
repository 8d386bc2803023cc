package io.galvan.central.automation;

import io.vertx.core.Future;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work for many stations, a bounded number at once, one job a station at a time. A job that waits
 * gives way to a newer one of its station. For one event loop.
 */
final class Jobs {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  private final String what;
  private final int atOnce;
  private final LinkedHashMap<String, Supplier<Future<?>>> waiting = new LinkedHashMap<>();
  private final Set<String> running = new HashSet<>();
  private boolean pumping;

  Jobs(String what, int atOnce) {
    this.what = what;
    this.atOnce = atOnce;
  }

  void submit(String chargerId, Supplier<Future<?>> job) {
    waiting.put(chargerId, job);
    pump();
  }

  /** A loop and no recursion: of thousands that wait, all may be done at once. */
  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    for (var next = next(); !next.isEmpty(); next = next()) {
      next.forEach((chargerId, job) -> run(chargerId, job));
    }
    pumping = false;
  }

  private Map<String, Supplier<Future<?>>> next() {
    Map<String, Supplier<Future<?>>> next = new LinkedHashMap<>();
    for (Map.Entry<String, Supplier<Future<?>>> job : waiting.entrySet()) {
      if (running.size() >= atOnce) {
        break;
      }
      if (running.add(job.getKey())) {
        next.put(job.getKey(), job.getValue());
      }
    }
    next.keySet().forEach(waiting::remove);
    return next;
  }

  private void run(String chargerId, Supplier<Future<?>> job) {
    begin(job)
        .onComplete(
            (ok, failure) -> {
              if (failure != null) {
                LOG.info("{} of {} is left for later: {}", what, chargerId, failure.getMessage());
              }
              running.remove(chargerId);
              pump();
            });
  }

  private static Future<?> begin(Supplier<Future<?>> job) {
    try {
      return job.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
