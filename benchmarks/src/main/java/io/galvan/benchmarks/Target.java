package io.galvan.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A figure that must reach a bound.
 *
 * @param what in words
 * @param row where it is measured
 * @param figure its name there
 * @param of the row of which it must be a share; null for a bound of its own
 * @param atLeast whether more is better
 */
record Target(
    String what,
    String row,
    String figure,
    @Nullable String of,
    boolean atLeast,
    double bound,
    String unit) {

  static List<Target> all() {
    return List.of(
        atLeast("session mix, 100 connections", "session-100", "perSecond", 25_000, "calls/s"),
        atMost("its p99", "session-100", "p99Ms", 20, "ms"),
        atLeast("session mix, 1,000 connections", "session-1000", "perSecond", 25_000, "calls/s"),
        atLeast("MeterValues with 6 measurands", "meter-100", "perSecond", 20_000, "calls/s"),
        atMost(
            "server CPU (JVM and PostgreSQL) a 1,000 calls",
            "session-100",
            "cpuSPer1000",
            0.04,
            "s"),
        atMost("idle connection, resident", "idle", "residentKb", 12, "KB"),
        atMost("idle connection, live heap", "idle", "heapKb", 6, "KB"),
        atLeast("connections of one node", "idle", "stations", 19_000, ""),
        atLeast("connections of a cluster of five", "cluster-5", "connected", 95_000, ""),
        atLeast("sessions of one node in memory", "memory-100000", "sessions", 100_000, ""),
        atMost("their heap, the whole node's", "memory-100000", "heapMb", 1_024, "MB"),
        atLeast("connect and boot", "storm", "connectsPerSecond", 5_000, "/s"),
        atMost("open loop at half of the peak, p99", "open-50", "p99Ms", 10, "ms"),
        atMost("open loop at half of the peak, p99.9", "open-50", "p999Ms", 50, "ms"),
        share("10,000 connections, of the figure at 1,000", "session-10000", "session-1000", 90),
        share("MQTT, of the figure over WebSocket", "mqtt-100", "session-100", 60),
        atMost("REST command to a station's answer, p99", "commands", "commandP99Ms", 15, "ms"),
        atMost("start to first station accepted", "start", "acceptedS", 5, "s"));
  }

  private static Target atLeast(String what, String row, String figure, double bound, String unit) {
    return new Target(what, row, figure, null, true, bound, unit);
  }

  private static Target atMost(String what, String row, String figure, double bound, String unit) {
    return new Target(what, row, figure, null, false, bound, unit);
  }

  private static Target share(String what, String row, String of, double percent) {
    return new Target(what, row, "perSecond", of, true, percent, "%");
  }

  /** What was measured, in the target's unit; null when it was not. */
  @Nullable Double measured(Results results) throws IOException {
    Double value = results.figure(row, figure);
    if (value == null || of == null) {
      return value;
    }
    Double whole = results.figure(of, figure);
    return whole == null || whole == 0 ? null : 100 * value / whole;
  }

  boolean met(double measured) {
    return atLeast ? measured >= bound : measured <= bound;
  }

  String text() {
    return (atLeast ? "≥ " : "≤ ") + number(bound) + suffix();
  }

  String text(double measured) {
    return number(measured) + suffix();
  }

  private String suffix() {
    return unit.isEmpty() ? "" : unit.startsWith("/") ? unit : " " + unit;
  }

  static String number(double value) {
    if (value == Math.rint(value) || Math.abs(value) >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.3f" : "%.1f", value);
  }
}
