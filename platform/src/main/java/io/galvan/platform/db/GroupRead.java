package io.galvan.platform.db;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Gathers look-ups of many chargers into few selects, as {@link GroupCommit} does with writes: a
 * batch is whatever waits when a select may be sent. Nothing is remembered: every look-up is
 * answered by a select that was sent after it, so it sees what was committed before. Look-ups of
 * the same key in one batch share their answer. Not thread-safe: for one event loop.
 */
public final class GroupRead<K, V> {
  /** A database that does not answer at all counts as away. */
  private static final long LONGEST_S = 30;

  private final Function<Set<K>, Future<Map<K, V>>> select;
  private final int maxBatch;
  private final int maxInFlight;
  private final int maxWaiting;
  private final DistributionSummary batchSize;
  private final LinkedHashMap<K, Promise<Optional<V>>> waiting = new LinkedHashMap<>();
  private final Turn turn = new Turn();
  private int inFlight;

  /**
   * @param name names the metric's tag
   * @param select finds the values of these keys; keys that do not exist are left out
   * @param maxBatch keys in a select
   * @param maxInFlight selects at once
   * @param maxWaiting keys that wait; more are refused with UNAVAILABLE
   */
  public GroupRead(
      String name,
      MeterRegistry meters,
      int maxBatch,
      int maxInFlight,
      int maxWaiting,
      Function<Set<K>, Future<Map<K, V>>> select) {
    this.select = select;
    this.maxBatch = maxBatch;
    this.maxInFlight = maxInFlight;
    this.maxWaiting = maxWaiting;
    this.batchSize =
        DistributionSummary.builder("galvan.read.items").tag("reader", name).register(meters);
  }

  /** As the long one, with 500 keys a select, one select at a time, 50,000 keys waiting. */
  public GroupRead(String name, MeterRegistry meters, Function<Set<K>, Future<Map<K, V>>> select) {
    this(name, meters, 500, 1, 50_000, select);
  }

  /** Looks the key up with the next select; empty when it does not exist. */
  public Future<Optional<V>> find(K key) {
    Promise<Optional<V>> answer = waiting.get(key);
    if (answer == null) {
      if (waiting.size() >= maxWaiting) {
        return Future.failedFuture(
            new GalvanException(Fault.UNAVAILABLE, "too many look-ups are waiting"));
      }
      answer = Promise.promise();
      waiting.put(key, answer);
      turn.end(this::pump);
    }
    return answer.future();
  }

  private void pump() {
    while (inFlight < maxInFlight && !waiting.isEmpty()) {
      Map<K, Promise<Optional<V>>> batch = new HashMap<>();
      Iterator<Map.Entry<K, Promise<Optional<V>>>> oldest = waiting.entrySet().iterator();
      while (batch.size() < maxBatch && oldest.hasNext()) {
        Map.Entry<K, Promise<Optional<V>>> entry = oldest.next();
        batch.put(entry.getKey(), entry.getValue());
        oldest.remove();
      }
      inFlight++;
      batchSize.record(batch.size());
      select
          .apply(batch.keySet())
          .timeout(LONGEST_S, TimeUnit.SECONDS)
          .onComplete(
              (found, failure) -> {
                inFlight--;
                if (failure == null) {
                  batch.forEach(
                      (key, answer) -> answer.complete(Optional.ofNullable(found.get(key))));
                } else {
                  GalvanException fault = Writer.translate(failure);
                  batch.values().forEach(answer -> answer.fail(fault));
                }
                turn.end(this::pump);
              });
    }
  }
}
