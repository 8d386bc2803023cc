package io.galvan.simulator.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What happened so far; written by the event loops, read by who reports. */
final class Counters {
  private static final int MAX_REASONS = 20;

  final LongAdder everConnected = new LongAdder();
  final LongAdder connected = new LongAdder();
  final LongAdder connectFailures = new LongAdder();
  final LongAdder begun = new LongAdder();
  final LongAdder answered = new LongAdder();

  /** Calls that were due in an open loop and found no free station until the end. */
  final LongAdder unsent = new LongAdder();

  final LongAdder commandFailures = new LongAdder();
  final LongAdder lost = new LongAdder();
  final LongAdder errors = new LongAdder();
  final LongAdder mismatches = new LongAdder();
  private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();

  /** Keeps why something went wrong; only so many different reasons. */
  void reason(String why) {
    LongAdder known = reasons.get(why);
    if (known == null && reasons.size() < MAX_REASONS) {
      known = reasons.computeIfAbsent(why, any -> new LongAdder());
    }
    if (known != null) {
      known.increment();
    }
  }

  Map<String, Long> reasons() {
    Map<String, Long> counted = new TreeMap<>();
    reasons.forEach((why, count) -> counted.put(why, count.sum()));
    return counted;
  }
}
