package io.galvan.benchmarks;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A load on one node, some times over on the same system, each with stations of its own. */
final class LoadRow implements Row.Measurement {
  private final String mix;
  private final String transport;
  private final int connections;
  private final double shareOfPeak;
  private final int rate;
  private final int commands;

  LoadRow(String mix, String transport, int connections) {
    this(mix, transport, connections, 0, 0, 0);
  }

  private LoadRow(
      String mix, String transport, int connections, double shareOfPeak, int rate, int commands) {
    this.mix = mix;
    this.transport = transport;
    this.connections = connections;
    this.shareOfPeak = shareOfPeak;
    this.rate = rate;
    this.commands = commands;
  }

  /** As an open loop at a share of what the closed loop of 1,000 connections reached. */
  LoadRow atShareOfPeak(double share) {
    return new LoadRow(mix, transport, connections, share, 0, 0);
  }

  /** As an open loop, with commands beside it. */
  LoadRow withCommands(int callsPerSecond, int commandsPerSecond) {
    return new LoadRow(mix, transport, connections, 0, callsPerSecond, commandsPerSecond);
  }

  @Override
  public List<JsonObject> run(Bench bench) throws Exception {
    List<JsonObject> runs = new ArrayList<>();
    int stations = bench.connections(connections);
    try (GalvanServer server =
        GalvanServer.start(bench.folder().resolve("load-" + mix), GalvanServer.Options.PLAIN)) {
      if (!mix.equals("idle")) {
        server.useLog(bench);
      }
      double perSecond = rate;
      int warmUpS = bench.warmUpS();
      if (shareOfPeak > 0) {
        perSecond = peak(bench, server, stations) * shareOfPeak;
        warmUpS = bench.againS();
      }
      for (int i = 0; i < bench.runs(); i++) {
        runs.add(once(bench, server, stations, perSecond, i == 0 ? warmUpS : bench.againS()));
      }
    }
    return runs;
  }

  /** Known from before, or found out now. */
  private double peak(Bench bench, GalvanServer server, int stations)
      throws IOException, InterruptedException {
    Double known = bench.results().figure("session-1000", "perSecond");
    Load.Report closed =
        Load.run(server, options(stations, 0, bench.warmUpS(), bench.measuredS(), server));
    return known == null || bench.quick() ? closed.all().getDouble("perSecond") : known;
  }

  private List<String> options(
      int stations, double perSecond, int warmUpS, int measuredS, GalvanServer server) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--mix", mix, "--transport", transport));
    options.addAll(List.of("-n", Integer.toString(stations), "--ramp", "2000"));
    options.addAll(List.of("--warm-up", warmUpS + "s", "--duration", measuredS + "s"));
    if (perSecond > 0) {
      options.addAll(List.of("--rate", Math.max(1, Math.round(perSecond)) + "/s"));
    }
    if (commands > 0) {
      options.addAll(List.of("--commands", commands + "/s"));
      options.addAll(List.of("--api", server.apiUrl()));
      options.addAll(server.operator());
    }
    return options;
  }

  private JsonObject once(
      Bench bench, GalvanServer server, int stations, double perSecond, int warmUpS)
      throws IOException, SQLException, InterruptedException {
    long commitsBefore = commits(server);
    Load.Report report =
        Load.run(server, options(stations, perSecond, warmUpS, bench.measuredS(), server));
    long commits = commits(server) - commitsBefore;
    JsonObject books = Books.compare(server, report);
    JsonObject json = report.json();
    JsonObject figures = new JsonObject();
    JsonObject all = report.all();
    figures
        .put("stations", stations)
        .put("perSecond", all.getDouble("perSecond"))
        .put("p50Ms", all.getDouble("p50Ms"))
        .put("p99Ms", all.getDouble("p99Ms"))
        .put("p999Ms", all.getDouble("p999Ms"))
        .put("loadMicrosPerCall", json.getDouble("generatorMicrosPerCall"))
        .put("commitsPerCall", commits / (double) Math.max(1, json.getLong("answered")));
    if (mix.equals("boot-storm")) {
      figures
          .put("connectsPerSecond", json.getJsonObject("arrivals").getDouble("perSecond"))
          .put("connectP99Ms", json.getJsonObject("arrivals").getDouble("p99Ms"));
    }
    if (perSecond > 0) {
      figures.put("offeredPerSecond", perSecond);
    }
    JsonObject used = json.getJsonObject("server");
    if (used != null) {
      figures
          .put("cpuSPer1000", used.getDouble("cpuSPer1000Calls"))
          .put(
              "jvmCpuSPer1000",
              used.getDouble("cpuSPer1000Calls")
                  * used.getDouble("jvmCpuS")
                  / Math.max(1e-9, used.getDouble("jvmCpuS") + used.getDouble("databaseCpuS")))
          .put("residentMb", used.getLong("jvmResidentKb") / 1_024.0)
          .put("databaseMb", used.getLong("databaseKb") / 1_024.0);
    }
    if (json.getJsonObject("commands") != null) {
      figures.put("commandP50Ms", json.getJsonObject("commands").getDouble("p50Ms"));
      figures.put("commandP99Ms", json.getJsonObject("commands").getDouble("p99Ms"));
    }
    if (json.getJsonObject("idle") != null) {
      figures.put("residentKb", json.getJsonObject("idle").getLong("residentBytes") / 1_024.0);
      figures.put("heapKb", json.getJsonObject("idle").getLong("heapBytes") / 1_024.0);
    }
    if (report.answers("StartTransaction") > 0) {
      figures.put("databaseBytesPerCall", databaseBytesPerCall(server, json.getLong("answered")));
    }
    bench.say(
        String.format(
            "    %,.0f calls/s, p99 %.2f ms, books %s",
            all.getDouble("perSecond"), all.getDouble("p99Ms"), books.encode()));
    return Row.run(figures)
        .put("books", books)
        .put("postgresql", server.databaseVersion())
        .put("seconds", json.getJsonArray("seconds"))
        .put("percentiles", json.getJsonArray("percentiles"));
  }

  private static long commits(GalvanServer server) throws SQLException, IOException {
    return number(
        server, "select xact_commit from pg_stat_database where datname = current_database()");
  }

  /** All tables with their indexes, over all calls they come from; grows with every run. */
  private static double databaseBytesPerCall(GalvanServer server, long answered)
      throws SQLException, IOException {
    long bytes = number(server, "select pg_database_size(current_database())");
    long messages = number(server, "select count(*) from charger.message_log");
    return bytes / (double) Math.max(answered, messages);
  }

  private static long number(GalvanServer server, String sql) throws SQLException, IOException {
    try (Connection database = server.database();
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
