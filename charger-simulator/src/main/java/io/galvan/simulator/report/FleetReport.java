package io.galvan.simulator.report;

import io.galvan.simulator.verify.Audit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet did.
 *
 * @param elapsed in real time
 * @param planned visits that were drawn
 * @param turnedAway visitors who found no free connector
 * @param refused visitors who were not let charge
 * @param undelivered messages of transactions that were still waiting at the end
 * @param startsByHour of the day in UTC
 * @param calls CALLs sent, with what is sent twice counted once
 * @param faults of the network, by kind; empty for a good one
 * @param audit null when nothing was compared
 * @param notAccepted stations that the central system never accepted
 */
public record FleetReport(
    String title,
    int stations,
    long seed,
    Instant from,
    Instant to,
    double speed,
    Duration elapsed,
    int planned,
    int turnedAway,
    int refused,
    int transactions,
    long energyWh,
    long undelivered,
    List<Long> startsByHour,
    long calls,
    long answered,
    long errors,
    long asked,
    double p50Ms,
    double p99Ms,
    double maxMs,
    Map<String, Long> byAction,
    Map<String, Long> faults,
    List<Sample> samples,
    @Nullable Audit audit,
    int notAccepted) {
  private static final String WAY_OUT =
      "accept them (PUT /chargers/{id}), register them first (--register with an operator's"
          + " sign-in), or start Galvan with GALVAN_UNKNOWN_CHARGERS=accept";

  /**
   * Whether all was delivered, and the comparison, if there was one, found no difference between
   * something: stations that were never accepted, and a fleet that charged nothing, compare equal.
   */
  public boolean clean() {
    return undelivered == 0
        && (audit == null || (audit.equal() && notAccepted == 0 && transactions > 0));
  }

  /** Transactions in an hour of the fleet's time. */
  public double sessionsPerHour() {
    return transactions / (Duration.between(from, to).toMillis() / 3_600_000.0);
  }

  private List<List<String>> facts() {
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("Stations", Integer.toString(stations)));
    facts.add(List.of("Seed", Long.toString(seed)));
    facts.add(
        List.of(
            "Time of the fleet",
            from + " to " + to + ", " + text("%.0f", speed) + " times faster"));
    facts.add(List.of("Real time", text("%.1f s", elapsed.toMillis() / 1_000.0)));
    facts.add(
        List.of(
            "Visits",
            planned
                + " planned, "
                + turnedAway
                + " found no free connector, "
                + refused
                + " refused"));
    facts.add(List.of("Transactions", Integer.toString(transactions)));
    facts.add(List.of("Energy", text("%.3f kWh", energyWh / 1_000.0)));
    facts.add(List.of("Sessions per hour", text("%.2f", sessionsPerHour())));
    facts.add(
        List.of(
            "Calls",
            calls
                + " sent, "
                + answered
                + " answered, "
                + errors
                + " errors; "
                + asked
                + " received"));
    facts.add(
        List.of(
            "Answers after",
            text("%.1f ms (p50), %.1f ms (p99), %.1f ms (most)", p50Ms, p99Ms, maxMs)));
    if (notAccepted > 0) {
      facts.add(
          List.of("Not accepted", notAccepted + " stations, which charged nothing: " + WAY_OUT));
    }
    if (audit != null && transactions == 0) {
      facts.add(List.of("Compared", "nothing, since nothing was charged"));
    }
    if (undelivered > 0) {
      facts.add(List.of("Not delivered", undelivered + " messages of transactions"));
    }
    faults.forEach((kind, count) -> facts.add(List.of("Network: " + kind, Long.toString(count))));
    return facts;
  }

  /** For people at a terminal. */
  public String text() {
    StringBuilder out = new StringBuilder();
    facts().forEach(fact -> out.append(String.format("%-22s %s%n", fact.get(0), fact.get(1))));
    if (audit != null) {
      out.append(audit.text());
    }
    return out.toString();
  }

  /** For programs. */
  public JsonObject json() {
    JsonObject json =
        new JsonObject()
            .put("title", title)
            .put("stations", stations)
            .put("seed", seed)
            .put("from", from.toString())
            .put("to", to.toString())
            .put("speed", speed)
            .put("elapsedSeconds", elapsed.toMillis() / 1_000.0)
            .put("planned", planned)
            .put("turnedAway", turnedAway)
            .put("refused", refused)
            .put("transactions", transactions)
            .put("energyWh", energyWh)
            .put("sessionsPerHour", sessionsPerHour())
            .put("startsByHour", new JsonArray(startsByHour))
            .put("undelivered", undelivered)
            .put("notAccepted", notAccepted)
            .put("calls", calls)
            .put("answered", answered)
            .put("errors", errors)
            .put("asked", asked)
            .put("p50Ms", p50Ms)
            .put("p99Ms", p99Ms)
            .put("maxMs", maxMs)
            .put("byAction", new JsonObject(new LinkedHashMap<>(byAction)))
            .put("faults", new JsonObject(new LinkedHashMap<>(faults)))
            .put("clean", clean());
    if (audit != null) {
      json.put("api", audit.json());
    }
    return json;
  }

  /** For people, with plots. */
  public String html() {
    Page page = new Page(title);
    if (audit != null) {
      page.verdict(audit.equal(), audit.text().lines().findFirst().orElse(""));
    }
    if (notAccepted > 0) {
      page.verdict(false, notAccepted + " stations were never accepted: " + WAY_OUT);
    }
    if (undelivered > 0) {
      page.verdict(false, undelivered + " messages of transactions were not delivered");
    }
    page.table(List.of(), facts());
    if (audit != null && !audit.differences().isEmpty()) {
      page.heading("Differences").lines(audit.differences());
    }
    page.chart(
        "Transactions begun, by hour of the day (UTC)",
        Svg.bars(
            "Transactions begun by hour",
            "",
            IntStream.range(0, 24).mapToObj(Integer::toString).toList(),
            startsByHour.stream().mapToDouble(Long::doubleValue).toArray()));
    if (samples.size() > 1) {
      String begin = samples.get(0).at().toString().substring(0, 16);
      String end = samples.get(samples.size() - 1).at().toString().substring(0, 16);
      page.chart("Power", Svg.lines("Power", "kW", begin, end, series("power", Sample::kilowatt)));
      page.chart(
          "Stations",
          Svg.lines(
              "Stations",
              "",
              begin,
              end,
              series("connected", Sample::connected),
              series("charging connectors", Sample::charging)));
      page.chart(
          "Calls in a real second",
          Svg.lines("Calls", "/s", begin, end, series("calls", Sample::callsPerSecond)));
      page.chart(
          "Errors in a real second",
          Svg.lines("Errors", "/s", begin, end, series("errors", Sample::errors)));
      page.chart(
          "Answers after, since the begin",
          Svg.lines(
              "Latency",
              "ms",
              begin,
              end,
              series("p50", Sample::p50Ms),
              series("p99", Sample::p99Ms)));
      page.chart(
          "Messages of transactions waiting at the stations",
          Svg.lines("Waiting", "", begin, end, series("waiting", Sample::queued)));
    }
    page.heading("Calls by action")
        .table(
            List.of("Action", "Calls"),
            byAction.entrySet().stream()
                .map(each -> List.of(each.getKey(), Long.toString(each.getValue())))
                .toList());
    return page.html();
  }

  private Svg.Series series(String name, java.util.function.ToDoubleFunction<Sample> value) {
    return new Svg.Series(name, samples.stream().mapToDouble(value).toArray());
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
