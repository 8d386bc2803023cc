package io.galvan.central.session;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Each station's share of the message log: a burst of 20,000 entries, 10 a second in the long run,
 * and no more than 1,000 of those that wait while more than half of the room is taken. Not
 * thread-safe: for one event loop.
 */
final class FairShare {
  static final int BURST = 20_000;
  static final int A_SECOND = 10;
  static final int MOST_WAITING_UNDER_PRESSURE = 1_000;

  private static final int MOST_STATIONS = 100_000;
  private static final double NANOS = 1e9;

  private static final class Bucket {
    double left = BURST;
    long filledNanos;
  }

  private final LongSupplier nanos;
  private final Map<String, Integer> waiting = new HashMap<>();
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_STATIONS;
        }
      };

  FairShare(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether one more entry of the station may be taken; it waits from then on. */
  boolean take(String chargerId, boolean pressed) {
    if (pressed && waiting.getOrDefault(chargerId, 0) >= MOST_WAITING_UNDER_PRESSURE) {
      return false;
    }
    long now = nanos.getAsLong();
    Bucket bucket = buckets.get(chargerId);
    if (bucket == null) {
      bucket = new Bucket();
      buckets.put(chargerId, bucket);
    } else {
      double filled = (now - bucket.filledNanos) / NANOS * A_SECOND;
      bucket.left = Math.min(BURST, bucket.left + filled);
    }
    bucket.filledNanos = now;
    if (bucket.left < 1) {
      return false;
    }
    bucket.left--;
    waiting.merge(chargerId, 1, Integer::sum);
    return true;
  }

  /** One of the station's entries waits no more. */
  void left(String chargerId) {
    waiting.computeIfPresent(chargerId, (id, count) -> count > 1 ? count - 1 : null);
  }
}
