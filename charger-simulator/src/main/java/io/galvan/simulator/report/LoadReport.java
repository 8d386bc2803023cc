package io.galvan.simulator.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a load measured.
 *
 * @param connections stations that were to connect
 * @param connected stations that got in; fewer when the time was over before all had tried
 * @param begun calls sent
 * @param answered answers that belong to a call, errors among them
 * @param lost calls that were never answered
 * @param errors answers that were a CALLERROR
 * @param mismatches what does not fit the protocol: other ids, wrong content, closed connections
 * @param connectFailures stations that never got in
 * @param lines by action, then all together
 * @param reasons what went wrong, and how often
 */
public record LoadReport(
    String mix,
    String transport,
    int connections,
    long connected,
    Duration elapsed,
    long begun,
    long answered,
    long lost,
    long errors,
    long mismatches,
    long connectFailures,
    List<ActionLine> lines,
    Map<String, Long> reasons) {
  private static final String HEADER =
      String.format(
          "%-20s %10s %10s %9s %9s %9s %9s %9s",
          "action", "calls", "per s", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms");

  /** Latencies of one action, in milliseconds from sending to the answer. */
  public record ActionLine(
      String action,
      long calls,
      double perSecond,
      double p50,
      double p90,
      double p99,
      double p999,
      double max) {}

  /** Whether every station got in and every call got a right answer. */
  public boolean clean() {
    return lost == 0 && errors == 0 && mismatches == 0 && connectFailures == 0 && begun == answered;
  }

  /** A table for people. */
  public String table() {
    StringBuilder out = new StringBuilder(HEADER).append('\n');
    for (ActionLine line : lines) {
      out.append(
          String.format(
              Locale.ROOT,
              "%-20s %10d %10.1f %9.2f %9.2f %9.2f %9.2f %9.2f%n",
              line.action(),
              line.calls(),
              line.perSecond(),
              line.p50(),
              line.p90(),
              line.p99(),
              line.p999(),
              line.max()));
    }
    out.append(
        String.format(
            Locale.ROOT,
            "%d of %d %s stations got in, %.1f s: %d calls, %d answered, %d lost, %d errors, %d mismatches,"
                + " %d failed to connect%n",
            connected,
            connections,
            transport,
            elapsed.toMillis() / 1_000.0,
            begun,
            answered,
            lost,
            errors,
            mismatches,
            connectFailures));
    reasons.forEach(
        (why, count) -> out.append("  ").append(count).append(" x ").append(why).append('\n'));
    return out.toString();
  }

  /** The same for programs. */
  public JsonObject json() {
    JsonArray actions = new JsonArray();
    for (ActionLine line : lines) {
      actions.add(
          new JsonObject()
              .put("action", line.action())
              .put("calls", line.calls())
              .put("perSecond", line.perSecond())
              .put("p50Ms", line.p50())
              .put("p90Ms", line.p90())
              .put("p99Ms", line.p99())
              .put("p999Ms", line.p999())
              .put("maxMs", line.max()));
    }
    return new JsonObject()
        .put("mix", mix)
        .put("transport", transport)
        .put("connections", connections)
        .put("connected", connected)
        .put("elapsedSeconds", elapsed.toMillis() / 1_000.0)
        .put("begun", begun)
        .put("answered", answered)
        .put("lost", lost)
        .put("errors", errors)
        .put("mismatches", mismatches)
        .put("connectFailures", connectFailures)
        .put("clean", clean())
        .put("actions", actions)
        .put("reasons", new JsonObject(new java.util.LinkedHashMap<>(reasons)));
  }
}
