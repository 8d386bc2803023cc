package io.galvan.platform.outbox;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows that were read last, in the order in which they were seen, for all subscribers that keep
 * up; one that falls behind reads from the table. For one event loop.
 */
final class ArrivedRows {
  private static final int MOST_ROWS = 2_000;
  private static final int MOST_EVENTS = 20_000;

  private final List<OutboxRow> rows = new ArrayList<>();
  private long first;
  private int events;

  /** The number of the oldest one that is here. */
  long first() {
    return first;
  }

  /** The number of the next one to come. */
  long next() {
    return first + rows.size();
  }

  OutboxRow get(long number) {
    return rows.get((int) (number - first));
  }

  void add(OutboxRow row) {
    rows.add(row);
    events += row.size();
  }

  /** Drops what nobody needs any more, and the oldest of what is too much. */
  void trim(long needed) {
    int drop = 0;
    while (drop < rows.size()
        && (first + drop < needed
            || rows.size() - drop > MOST_ROWS
            || events > MOST_EVENTS && rows.size() - drop > 1)) {
      events -= rows.get(drop).size();
      drop++;
    }
    if (drop > 0) {
      rows.subList(0, drop).clear();
      first += drop;
    }
  }

  /** What comes next is not the successor of what came before. */
  void clear() {
    first = next() + 1;
    rows.clear();
    events = 0;
  }
}
