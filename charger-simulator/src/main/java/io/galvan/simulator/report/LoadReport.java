package io.galvan.simulator.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a load measured. Counts are of the whole run; rates, latencies and use are of the measured
 * time.
 *
 * @param connections stations that were to connect
 * @param connected stations that got in; fewer when the time was over before all had tried, more
 *     when they come back
 * @param callsPerSecond of an open loop; 0 for a closed one
 * @param elapsed the measured time
 * @param begun calls sent
 * @param answered answers that belong to a call, errors among them
 * @param lost calls that were never answered
 * @param unsent calls that were due in an open loop and found no free station
 * @param errors answers that were a CALLERROR
 * @param mismatches what does not fit the protocol: other ids, wrong content, closed connections
 * @param connectFailures stations that never got in
 * @param commandFailures commands by REST that were not accepted in the end
 * @param answers of the whole run by action
 * @param lines by action, then all together
 * @param arrivals from trying to connect to the answered boot
 * @param commands from the REST request to the station's answer; null when none were sent
 * @param seconds a point a second
 * @param percentiles the latency curve of all calls
 * @param generatorMicrosPerCall CPU of the load itself
 * @param server null when it was not looked at
 * @param idle what an idle connection weighs; null for another mix
 * @param reasons what went wrong, and how often
 */
public record LoadReport(
    String mix,
    String transport,
    int connections,
    long connected,
    double callsPerSecond,
    Duration warmUp,
    Duration elapsed,
    long begun,
    long answered,
    long lost,
    long unsent,
    long errors,
    long mismatches,
    long connectFailures,
    long commandFailures,
    Map<String, Long> answers,
    List<ActionLine> lines,
    ActionLine arrivals,
    @Nullable ActionLine commands,
    List<Second> seconds,
    List<Percentile> percentiles,
    double generatorMicrosPerCall,
    @Nullable Server server,
    @Nullable Idle idle,
    Map<String, Long> reasons) {
  private static final String HEADER =
      String.format(
          "%-20s %10s %10s %9s %9s %9s %9s %9s",
          "action", "calls", "per s", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms");

  /**
   * Latencies of one action, in milliseconds from sending to the answer; in an open loop from when
   * it should have been sent.
   */
  public record ActionLine(
      String action,
      long calls,
      double perSecond,
      double p50,
      double p90,
      double p99,
      double p999,
      double max) {}

  /**
   * One second: since the measured time began, calls answered in it, latencies in milliseconds.
   *
   * @param errors what went wrong in it: errors, answers that do not fit, calls without an answer
   */
  public record Second(
      double at, long calls, long connected, double p50, double p99, long errors) {}

  /** A point of the latency curve. */
  public record Percentile(double percentile, double ms) {}

  /** What the server used in the measured time, and its memory at the end. */
  public record Server(
      double jvmCpuS,
      double databaseCpuS,
      double cpuSPer1000Calls,
      long jvmResidentKb,
      long databaseKb) {}

  /** What an idle connection weighs in the server, in bytes. */
  public record Idle(long residentBytes, long heapBytes) {}

  /** Whether every station got in and every call got a right answer. */
  public boolean clean() {
    return lost == 0
        && unsent == 0
        && errors == 0
        && mismatches == 0
        && connectFailures == 0
        && commandFailures == 0
        && begun == answered;
  }

  /** All calls together. */
  public ActionLine all() {
    return lines.get(lines.size() - 1);
  }

  /** A table for people. */
  public String table() {
    StringBuilder out = new StringBuilder(HEADER).append('\n');
    lines.forEach(line -> row(out, line));
    if (arrivals.calls() > 0) {
      row(out, arrivals);
    }
    if (commands != null) {
      row(out, commands);
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
    if (callsPerSecond > 0) {
      out.append(
          String.format(
              Locale.ROOT, "open loop of %.0f/s, %d due and not sent%n", callsPerSecond, unsent));
    }
    out.append(String.format(Locale.ROOT, "load: %.1f us CPU a call%n", generatorMicrosPerCall));
    if (server != null) {
      out.append(
          String.format(
              Locale.ROOT,
              "server: %.2f s CPU (PostgreSQL %.2f s), %.4f s a 1,000 calls, %d MB resident (PostgreSQL %d MB)%n",
              server.jvmCpuS() + server.databaseCpuS(),
              server.databaseCpuS(),
              server.cpuSPer1000Calls(),
              server.jvmResidentKb() / 1_024,
              server.databaseKb() / 1_024));
    }
    if (idle != null) {
      out.append(
          String.format(
              Locale.ROOT,
              "idle connection: %d bytes resident, %d of them live heap%n",
              idle.residentBytes(),
              idle.heapBytes()));
    }
    reasons.forEach(
        (why, count) -> out.append("  ").append(count).append(" x ").append(why).append('\n'));
    return out.toString();
  }

  private static void row(StringBuilder out, ActionLine line) {
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

  /** The same for programs. */
  public JsonObject json() {
    JsonArray actions = new JsonArray();
    lines.forEach(line -> actions.add(json(line)));
    JsonArray points = new JsonArray();
    seconds.forEach(
        second ->
            points.add(
                new JsonObject()
                    .put("at", second.at())
                    .put("calls", second.calls())
                    .put("connected", second.connected())
                    .put("p50Ms", second.p50())
                    .put("p99Ms", second.p99())
                    .put("errors", second.errors())));
    JsonArray curve = new JsonArray();
    percentiles.forEach(
        point ->
            curve.add(
                new JsonObject().put("percentile", point.percentile()).put("ms", point.ms())));
    JsonObject json =
        new JsonObject()
            .put("mix", mix)
            .put("transport", transport)
            .put("connections", connections)
            .put("connected", connected)
            .put("callsPerSecond", callsPerSecond)
            .put("warmUpSeconds", warmUp.toMillis() / 1_000.0)
            .put("elapsedSeconds", elapsed.toMillis() / 1_000.0)
            .put("begun", begun)
            .put("answered", answered)
            .put("lost", lost)
            .put("unsent", unsent)
            .put("errors", errors)
            .put("mismatches", mismatches)
            .put("connectFailures", connectFailures)
            .put("commandFailures", commandFailures)
            .put("clean", clean())
            .put("answers", new JsonObject(new LinkedHashMap<>(answers)))
            .put("actions", actions)
            .put("arrivals", json(arrivals))
            .put("seconds", points)
            .put("percentiles", curve)
            .put("generatorMicrosPerCall", generatorMicrosPerCall)
            .put("reasons", new JsonObject(new LinkedHashMap<>(reasons)));
    if (commands != null) {
      json.put("commands", json(commands));
    }
    if (server != null) {
      json.put(
          "server",
          new JsonObject()
              .put("jvmCpuS", server.jvmCpuS())
              .put("databaseCpuS", server.databaseCpuS())
              .put("cpuSPer1000Calls", server.cpuSPer1000Calls())
              .put("jvmResidentKb", server.jvmResidentKb())
              .put("databaseKb", server.databaseKb()));
    }
    if (idle != null) {
      json.put(
          "idle",
          new JsonObject()
              .put("residentBytes", idle.residentBytes())
              .put("heapBytes", idle.heapBytes()));
    }
    return json;
  }

  private static JsonObject json(ActionLine line) {
    return new JsonObject()
        .put("action", line.action())
        .put("calls", line.calls())
        .put("perSecond", line.perSecond())
        .put("p50Ms", line.p50())
        .put("p90Ms", line.p90())
        .put("p99Ms", line.p99())
        .put("p999Ms", line.p999())
        .put("maxMs", line.max());
  }
}
