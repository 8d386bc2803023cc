package io.galvan.central.automation;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
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

  Jobs(String what, int atOnce) {
    this.what = what;
    this.atOnce = atOnce;
  }

  void submit(String chargerId, Supplier<Future<?>> job) {
    waiting.put(chargerId, job);
    pump();
  }

  private void pump() {
    List<Map.Entry<String, Supplier<Future<?>>>> next = new ArrayList<>();
    for (Map.Entry<String, Supplier<Future<?>>> job : waiting.entrySet()) {
      if (running.size() >= atOnce) {
        break;
      }
      if (running.add(job.getKey())) {
        next.add(Map.entry(job.getKey(), job.getValue()));
      }
    }
    next.forEach(job -> waiting.remove(job.getKey()));
    next.forEach(job -> run(job.getKey(), job.getValue()));
  }

  private void run(String chargerId, Supplier<Future<?>> job) {
    job.get()
        .onComplete(
            (ok, failure) -> {
              if (failure != null) {
                LOG.info("{} of {} is left for later: {}", what, chargerId, failure.getMessage());
              }
              running.remove(chargerId);
              pump();
            });
  }
}
