package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a transaction were told, by their numbers. They begin at 0, or where the Started
 * event says; numbers below 0 are none. The number of ranges is bounded: beyond it the earliest gap
 * is forgotten.
 */
final class SeqNos {
  static final int MAX_RANGES = 100;

  private final TreeMap<Integer, Integer> ranges = new TreeMap<>();
  private int first;

  /** Reads what {@link #text} wrote; null is none. */
  static SeqNos of(@Nullable String text) {
    SeqNos seqNos = new SeqNos();
    if (text == null) {
      return seqNos;
    }
    int colon = text.indexOf(':');
    seqNos.first = Integer.parseInt(text.substring(0, colon));
    String rest = text.substring(colon + 1);
    if (!rest.isEmpty()) {
      for (String range : rest.split(",", -1)) {
        int dash = range.indexOf('-');
        int from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
        seqNos.ranges.put(from, dash < 0 ? from : Integer.parseInt(range.substring(dash + 1)));
      }
    }
    return seqNos;
  }

  /** The gaps in what {@link #text} wrote; null has none. */
  static List<Gap> gaps(@Nullable String text) {
    return text == null ? List.of() : of(text).gaps();
  }

  /** The highest number in what {@link #text} wrote; null for none. */
  static @Nullable Integer last(@Nullable String text) {
    int last = of(text).last();
    return last < 0 ? null : last;
  }

  /** Whether an event of this number was told. */
  boolean contains(int seqNo) {
    Map.Entry<Integer, Integer> range = ranges.floorEntry(seqNo);
    return range != null && range.getValue() >= seqNo;
  }

  /** The Started event has this number: those before it are not this transaction's. */
  void begin(int seqNo) {
    first = Math.max(0, seqNo);
  }

  void add(int seqNo) {
    if (seqNo < 0) {
      return;
    }
    Map.Entry<Integer, Integer> before = ranges.floorEntry(seqNo);
    if (before != null && before.getValue() >= seqNo) {
      return;
    }
    int from = before != null && before.getValue() == seqNo - 1 ? before.getKey() : seqNo;
    Integer after = seqNo == Integer.MAX_VALUE ? null : ranges.remove(seqNo + 1);
    ranges.put(from, after == null ? seqNo : after);
    if (ranges.size() > MAX_RANGES) {
      Map.Entry<Integer, Integer> lowest = ranges.firstEntry();
      Map.Entry<Integer, Integer> next = ranges.higherEntry(lowest.getKey());
      ranges.remove(next.getKey());
      ranges.put(lowest.getKey(), next.getValue());
    }
  }

  /** The highest number that was told; -1 for none. */
  int last() {
    return ranges.isEmpty() ? -1 : ranges.lastEntry().getValue();
  }

  /** Whether no event with a higher number was told. */
  boolean isNewest(int seqNo) {
    return ranges.isEmpty() || seqNo >= ranges.lastEntry().getValue();
  }

  /** The numbers that are missing below the highest one that was told. */
  List<Gap> gaps() {
    List<Gap> gaps = new ArrayList<>();
    int expected = first;
    for (Map.Entry<Integer, Integer> range : ranges.entrySet()) {
      if (range.getKey() > expected) {
        gaps.add(new Gap(expected, range.getKey() - 1));
      }
      if (range.getValue() == Integer.MAX_VALUE) {
        break;
      }
      expected = Math.max(expected, range.getValue() + 1);
    }
    return List.copyOf(gaps);
  }

  String text() {
    StringJoiner text = new StringJoiner(",", first + ":", "");
    ranges.forEach((from, to) -> text.add(from.equals(to) ? "" + from : from + "-" + to));
    return text.toString();
  }
}
