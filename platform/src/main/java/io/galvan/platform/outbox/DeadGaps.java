package io.galvan.platform.outbox;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Finds gaps that no transaction can fill any more: a minute old, and all transactions that ran
 * then have ended since. A transaction that was rolled back, and ids that a crash skipped, leave
 * such. For one event loop.
 */
final class DeadGaps {
  private static final long AGE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final class Seen {
    final long sinceNanos;

    /** Transactions before this one may fill it; 0 until it is old enough. */
    long before;

    Seen(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  private final Map<Long, Seen> seen = new HashMap<>();

  /** Those of the gaps that stay gaps, unless there is a row of them now. */
  Set<Long> dead(Collection<Long> gaps, OutboxStore.Snapshot snapshot, long nowNanos) {
    seen.keySet().retainAll(gaps);
    Set<Long> dead = new HashSet<>();
    for (long gap : gaps) {
      Seen known = seen.computeIfAbsent(gap, id -> new Seen(nowNanos));
      if (known.before > 0) {
        if (snapshot.oldest() >= known.before) {
          dead.add(gap);
        }
      } else if (nowNanos - known.sinceNanos >= AGE_NANOS) {
        known.before = snapshot.next();
      }
    }
    return dead;
  }

  void clear() {
    seen.clear();
  }
}
