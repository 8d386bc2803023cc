package io.galvan.simulator.fleet;

import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.station.WireFrame;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Counts what goes over the wires of many stations, and how long answers take in real time. */
public final class Traffic {
  private static final long LONGEST_MICROS = 600_000_000;
  private static final int DIGITS = 2;
  private static final int MAX_OPEN = 64;
  private static final int MAX_ACTIONS = 200;

  private final LongAdder calls = new LongAdder();
  private final LongAdder answered = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder asked = new LongAdder();
  private final Map<String, LongAdder> byAction = new ConcurrentHashMap<>();
  private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);

  /** Counts a station's frames from now on. */
  public void watch(ChargingStation station) {
    Map<String, Long> open =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_OPEN;
          }
        };
    station.onFrame(frame -> count(frame, open));
  }

  /** A frame begins [type,"id" and a CALL goes on with ,"action": no need to read it whole. */
  private void count(WireFrame frame, Map<String, Long> open) {
    String text = frame.text();
    String id = quoted(text, 0);
    if (text.length() < 2 || id == null) {
      return;
    }
    char type = text.charAt(1);
    if (frame.sent() && type == '2') {
      calls.increment();
      String action = quoted(text, text.indexOf(id) + id.length() + 1);
      if (action != null && (byAction.size() < MAX_ACTIONS || byAction.containsKey(action))) {
        byAction.computeIfAbsent(action, each -> new LongAdder()).increment();
      }
      open.put(id, System.nanoTime());
    } else if (!frame.sent() && type == '2') {
      asked.increment();
    } else if (!frame.sent()) {
      Long sentAt = open.remove(id);
      if (sentAt != null) {
        answered.increment();
        micros.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - sentAt) / 1_000));
      }
      if (type == '4') {
        errors.increment();
      }
    }
  }

  private static @org.jspecify.annotations.Nullable String quoted(String text, int from) {
    int begin = text.indexOf('"', from);
    int end = text.indexOf('"', begin + 1);
    return begin < 0 || end < 0 ? null : text.substring(begin + 1, end);
  }

  /**
   * The counts until now.
   *
   * @param calls CALLs sent
   * @param answered those that were answered
   * @param errors CALLERRORs received
   * @param asked CALLs received
   */
  public record Counts(
      long calls,
      long answered,
      long errors,
      long asked,
      double p50Ms,
      double p99Ms,
      double maxMs,
      Map<String, Long> byAction) {}

  /** The counts until now. */
  public Counts counts() {
    Map<String, Long> actions = new TreeMap<>();
    byAction.forEach((action, count) -> actions.put(action, count.sum()));
    Histogram latency = micros.copy();
    return new Counts(
        calls.sum(),
        answered.sum(),
        errors.sum(),
        asked.sum(),
        latency.getValueAtPercentile(50) / 1_000.0,
        latency.getValueAtPercentile(99) / 1_000.0,
        latency.getMaxValue() / 1_000.0,
        actions);
  }
}
