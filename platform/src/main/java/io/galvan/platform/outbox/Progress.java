package io.galvan.platform.outbox;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * How far a reader has come in an outbox: all rows up to an id, but for gaps. A row's id is taken
 * before its transaction commits, so a lower id may be seen later than a higher one; a gap is an id
 * that was passed and may still come. Not thread-safe.
 */
final class Progress {
  /** More are not remembered; the lowest are given up. */
  static final int MOST_GAPS = 1_000;

  private static final int MOST_TEXT = 16_000;

  private long position;
  private final TreeSet<Long> gaps;

  Progress(long position, Collection<Long> gaps) {
    this.position = position;
    this.gaps = new TreeSet<>(gaps);
  }

  Progress copy() {
    return new Progress(position, gaps);
  }

  /** The highest row that was read. */
  long position() {
    return position;
  }

  /** Lower ids that were not there. */
  List<Long> gaps() {
    return List.copyOf(gaps);
  }

  boolean hasGaps() {
    return !gaps.isEmpty();
  }

  /** Whether the row was read. */
  boolean has(long row) {
    return row <= position && !gaps.contains(row);
  }

  /** Whether all that the other has read was read here too. */
  boolean covers(Progress other) {
    return position >= other.position && gaps.stream().noneMatch(other::has);
  }

  /** The row is read; what lies between it and those before is a gap. */
  void add(long row) {
    if (row <= position) {
      gaps.remove(row);
      return;
    }
    for (long gap = Math.max(position + 1, row - MOST_GAPS); gap < row; gap++) {
      gaps.add(gap);
    }
    while (gaps.size() > MOST_GAPS) {
      gaps.pollFirst();
    }
    position = row;
  }

  /** These ids will never come. */
  boolean close(Collection<Long> dead) {
    return gaps.removeAll(dead);
  }

  /** As text: the position, then the gaps, joined by "-". */
  String text() {
    StringBuilder text = new StringBuilder().append(position);
    gaps.forEach(gap -> text.append('-').append(gap));
    return text.toString();
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException for any other text
   */
  static Progress parse(String text) {
    if (text.length() > MOST_TEXT) {
      throw new IllegalArgumentException("too long");
    }
    String[] parts = text.split("-", -1);
    Progress progress = new Progress(Long.parseLong(parts[0]), List.of());
    for (int i = 1; i < parts.length && i <= MOST_GAPS; i++) {
      progress.gaps.add(Long.parseLong(parts[i]));
    }
    return progress;
  }
}
