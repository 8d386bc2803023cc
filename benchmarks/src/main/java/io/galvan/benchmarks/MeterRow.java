package io.galvan.benchmarks;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Queries and MeterValues beside many meter rows. The rows are made in the database: like one that
 * a station's MeterValues left there, over past months, many stations' readings between each other.
 */
final class MeterRow implements Row.Measurement {
  private static final int STATIONS = 2_000;
  private static final int READINGS = 500;
  private static final int SECONDS_BETWEEN = 60;
  private static final int QUERIES = 40;
  private static final long QUICK_DIVISOR = 10;
  private static final long BYTES_A_ROW = 350;
  private static final long FIRST_ID = 1_000_000_000;

  private final long wanted;

  /**
   * @param wanted 0 takes as many as the command line says
   */
  MeterRow(long wanted) {
    this.wanted = wanted;
  }

  @Override
  public List<JsonObject> run(Bench bench) throws Exception {
    Path folder = bench.folder().resolve("meter-rows-" + (wanted == 0 ? "large" : "small"));
    long rows = wanted == 0 ? bench.rows() : bench.quick() ? wanted / QUICK_DIVISOR : wanted;
    try (GalvanServer server = GalvanServer.start(folder, GalvanServer.Options.PLAIN)) {
      long most = Files.getFileStore(folder).getUsableSpace() / 2 / BYTES_A_ROW;
      rows = Math.min(rows, most) / STATIONS * STATIONS;
      Load.run(server, List.of("--mix", "session", "-n", "1", "--calls", "12"));
      Instant end =
          YearMonth.from(bench.now().atZone(ZoneOffset.UTC))
              .atDay(1)
              .atStartOfDay(ZoneOffset.UTC)
              .toInstant();
      long begin = System.nanoTime();
      try (Connection database = server.database()) {
        generate(database, rows, end);
      }
      double generateS = (System.nanoTime() - begin) / 1e9;
      JsonObject figures = new JsonObject().put("rows", rows).put("generateS", generateS);
      long steps = rows / STATIONS;
      queries(server, figures, steps, end);
      Load.Report load =
          Load.run(
              server,
              List.of(
                  "--mix",
                  "meter",
                  "--warm-up",
                  bench.warmUpS() + "s",
                  "--duration",
                  bench.measuredS() + "s"));
      JsonObject books = Books.compare(server, load);
      figures
          .put("meterValuesPerSecond", load.all().getDouble("perSecond"))
          .put("meterValuesP99Ms", load.all().getDouble("p99Ms"));
      bench.say("    " + figures.encode());
      return List.of(Row.run(figures).put("books", books));
    }
  }

  private static Instant first(long steps, Instant end) {
    return end.minusSeconds(steps * SECONDS_BETWEEN);
  }

  static void generate(Connection database, long rows, Instant end) throws SQLException {
    long steps = rows / STATIONS;
    Instant first = first(steps, end);
    try (Statement statement = database.createStatement()) {
      statement.execute("set search_path = transaction");
      statement.execute("set timezone = 'UTC'");
      statement.execute("set synchronous_commit = off");
      statement.execute("set maintenance_work_mem = '512MB'");
      transactions(statement, steps, first);
      YearMonth month = YearMonth.from(first.atZone(ZoneOffset.UTC));
      for (;
          month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().isBefore(end);
          month = month.plusMonths(1)) {
        month(statement, month, steps, first);
      }
      statement.execute("analyze transaction");
      statement.execute("analyze meter_value");
    }
  }

  private static void transactions(Statement statement, long steps, Instant first)
      throws SQLException {
    Map<String, String> given = new LinkedHashMap<>();
    String begins =
        "timestamptz '%s' + (g / %d * %d) * interval '%d seconds'"
            .formatted(first, STATIONS, READINGS, SECONDS_BETWEEN);
    String ends = begins + " + interval '%d seconds'".formatted(READINGS * SECONDS_BETWEEN);
    given.put("id", FIRST_ID + " + g");
    given.put("charger_id", "'GEN-' || g % " + STATIONS);
    given.put("started_at", begins);
    given.put("stopped_at", ends);
    given.put("metered_at", ends);
    given.put("updated_at", ends);
    given.put("received_at", begins);
    given.put("meter_start_wh", "g");
    given.put("running", "false");
    given.put("station_transaction_id", "(" + FIRST_ID + " + g)::text");
    long count = (steps + READINGS - 1) / READINGS * STATIONS;
    copy(statement, "transaction", "transaction", given, "0", Long.toString(count - 1));
  }

  private static void month(Statement statement, YearMonth month, long steps, Instant first)
      throws SQLException {
    Instant begins = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant ends = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    long from = Math.max(0, stepAt(first, begins));
    long to = Math.min(steps, stepAt(first, ends));
    String partition = "meter_value_generated_" + month.toString().replace('-', '_');
    // Of no use after a crash, so not logged: half of the disk's work.
    statement.execute(
        "create unlogged table " + partition + " (like meter_value including defaults)");
    Map<String, String> given = new LinkedHashMap<>();
    given.put("charger_id", "'GEN-' || g % " + STATIONS);
    given.put(
        "at",
        "timestamptz '%s' + (g / %d) * interval '%d seconds' + (g %% %d) * interval '%d milliseconds'"
            .formatted(
                first, STATIONS, SECONDS_BETWEEN, STATIONS, SECONDS_BETWEEN * 1_000 / STATIONS));
    given.put("digest", "g");
    given.put(
        "transaction_id",
        "%d + g / %d / %d * %d + g %% %d"
            .formatted(FIRST_ID, STATIONS, READINGS, STATIONS, STATIONS));
    copy(
        statement,
        "meter_value",
        partition,
        given,
        Long.toString(from * STATIONS),
        Long.toString(to * STATIONS - 1));
    statement.execute(
        "alter table meter_value attach partition %s for values from ('%s') to ('%s')"
            .formatted(partition, begins, ends));
  }

  /** The first step at or after a time. */
  private static long stepAt(Instant first, Instant time) {
    return Math.max(
        0, (Duration.between(first, time).toSeconds() + SECONDS_BETWEEN - 1) / SECONDS_BETWEEN);
  }

  /** Rows like a stored one, but for the columns given as an expression of the number g. */
  private static void copy(
      Statement statement,
      String of,
      String into,
      Map<String, String> given,
      String from,
      String to)
      throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet columns =
        statement.executeQuery(
            "select attname from pg_attribute where attrelid = 'transaction."
                + of
                + "'::regclass and attnum > 0 and not attisdropped and attgenerated = ''")) {
      while (columns.next()) {
        names.add(columns.getString(1));
      }
    }
    List<String> values =
        names.stream().map(name -> given.getOrDefault(name, "stored." + name)).toList();
    statement.execute(
        "insert into %s (%s) select %s from generate_series(%s::bigint, %s::bigint) g, (select * from %s limit 1) stored"
            .formatted(into, String.join(", ", names), String.join(", ", values), from, to, of));
  }

  private static void queries(GalvanServer server, JsonObject figures, long steps, Instant end)
      throws IOException, InterruptedException {
    Random random = new Random(1);
    long transactions = Math.max(1, steps / READINGS) * STATIONS;
    Map<String, double[]> times = new LinkedHashMap<>();
    for (int i = 0; i < QUERIES; i++) {
      long id = FIRST_ID + (long) (random.nextDouble() * transactions);
      Instant day =
          first(steps, end).plusSeconds((long) (random.nextDouble() * steps * SECONDS_BETWEEN));
      time(times, i, "listMs", server, "/transactions?limit=50");
      time(
          times,
          i,
          "listOfStationMs",
          server,
          "/transactions?limit=50&chargerId=GEN-" + random.nextInt(STATIONS));
      time(
          times,
          i,
          "listOfDayMs",
          server,
          "/transactions?limit=50&from=" + day + "&to=" + day.plus(Duration.ofDays(1)));
      time(times, i, "transactionMs", server, "/transactions/" + id);
      time(times, i, "seriesMs", server, "/transactions/" + id + "/meter-values");
    }
    String first = "/transactions/" + FIRST_ID + "/meter-values";
    if (server.api("GET", first, null).getJsonArray("series").isEmpty()) {
      throw new IllegalStateException("the generated transactions have no readings");
    }
    times.forEach(
        (name, each) -> {
          figures.put(name, Results.median(each));
          figures.put(name.replace("Ms", "MaxMs"), Arrays.stream(each).max().orElse(0));
        });
  }

  private static void time(
      Map<String, double[]> times, int number, String name, GalvanServer server, String path)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    server.api("GET", path, null);
    times.computeIfAbsent(name, any -> new double[QUERIES])[number] =
        (System.nanoTime() - begin) / 1e6;
  }
}
