package io.galvan.platform.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The rows that are in the table, oldest first: they are kept for ten minutes, or as long as no
 * more than 100,000 events are, so that a stream of events that was cut off can go on. For one
 * event loop.
 */
final class KeptRows {
  static final Duration KEEP = Duration.ofMinutes(10);
  static final int MOST_EVENTS = 100_000;

  /** Behind a subscriber that waits for hours the table has more; they are read again later. */
  static final int MOST_ROWS = 100_000;

  private static final int AT_ONCE = 10_000;

  private record Kept(long id, Instant at, int size) {}

  private final ArrayDeque<Kept> rows = new ArrayDeque<>();
  private long events;
  private boolean more;

  void add(OutboxRow row) {
    if (more || rows.size() >= MOST_ROWS) {
      more = true;
      return;
    }
    rows.add(new Kept(row.id(), row.at(), row.size()));
    events += row.size();
  }

  boolean isDue(Instant now) {
    Kept oldest = rows.peek();
    return oldest != null && isDue(oldest, now);
  }

  private boolean isDue(Kept row, Instant now) {
    return events > MOST_EVENTS || !row.at().isAfter(now.minus(KEEP));
  }

  /** Takes those that are due, up to the first that one of the cursors has not passed. */
  List<Long> takeDue(Instant now, Collection<Progress> cursors) {
    List<Long> due = new ArrayList<>();
    Kept oldest = rows.peek();
    while (oldest != null && due.size() < AT_ONCE && isDue(oldest, now)) {
      long id = oldest.id();
      if (!cursors.stream().allMatch(cursor -> cursor.has(id))) {
        break;
      }
      due.add(id);
      events -= oldest.size();
      rows.poll();
      oldest = rows.peek();
    }
    return due;
  }

  /** Whether all that were in memory are gone, and the table has more. */
  boolean isToBeReadAgain() {
    return more && rows.isEmpty();
  }

  void clear() {
    rows.clear();
    more = false;
    events = 0;
  }
}
