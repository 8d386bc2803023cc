package io.galvan.simulator.chaos;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a bad network did to a fleet, and lets it clear up. */
public final class Faults {
  /** What a network does wrong. */
  public enum Kind {
    DROP("connections dropped"),
    STALL("half-open connections"),
    SWALLOWED("texts lost in half-open connections"),
    DELAY("texts delayed"),
    DUPLICATE("texts doubled"),
    REORDER("texts overtaken");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private final Map<Kind, LongAdder> counts =
      Collections.synchronizedMap(new EnumMap<>(Kind.class));
  private final AtomicBoolean over = new AtomicBoolean();

  /** None yet. */
  public Faults() {
    for (Kind kind : Kind.values()) {
      counts.put(kind, new LongAdder());
    }
  }

  void count(Kind kind) {
    counts.computeIfAbsent(kind, none -> new LongAdder()).increment();
  }

  /** From now on the network does nothing wrong any more. */
  public void clearUp() {
    over.set(true);
  }

  boolean over() {
    return over.get();
  }

  /** How often each happened, in words. */
  public Map<String, Long> counts() {
    Map<String, Long> words = new LinkedHashMap<>();
    counts.forEach((kind, count) -> words.put(kind.words, count.sum()));
    return words;
  }
}
