package io.galvan.benchmarks;

import io.galvan.platform.db.embedded.EmbeddedDatabase;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Nodes that share one PostgreSQL, each with stations of a load process of its own. */
final class ClusterRow implements Row.Measurement {
  private static final int DATABASE_CONNECTIONS = 80;
  private static final int POOLS = 7;

  /** Stations that connect a second, of all nodes: so that fresh ones keep up. */
  private static final int RAMP = 500;

  /** One node after another: as many fresh ones at once would only compile. */
  private static final List<String> FIRST =
      List.of("--mix", "boot-storm", "-n", "50", "--duration", "20s");

  private final int nodes;
  private final int stations;
  private final String mix;

  /**
   * @param stations of each node
   */
  ClusterRow(int nodes, int stations, String mix) {
    this.nodes = nodes;
    this.stations = stations;
    this.mix = mix;
  }

  @Override
  public List<JsonObject> run(Bench bench) throws Exception {
    Path folder = bench.folder().resolve("cluster-" + nodes);
    List<JsonObject> runs = new ArrayList<>();
    List<GalvanServer> servers = new ArrayList<>();
    try (EmbeddedDatabase database =
        EmbeddedDatabase.start(folder.resolve("database"), folder.resolve("program"))) {
      try {
        for (int i = 0; i < nodes; i++) {
          servers.add(
              start(
                  folder.resolve("node-" + i),
                  EmbeddedDatabase.administrator(folder.resolve("database")).withPassword(),
                  i));
        }
        if (!mix.equals("idle")) {
          servers.get(0).useLog(bench);
        }
        for (GalvanServer server : servers) {
          Load.run(server, FIRST);
        }
        // All connections at once are shown once; speed is measured as often as all speed.
        for (int i = 0; i < (mix.equals("idle") ? 1 : bench.runs()); i++) {
          runs.add(once(bench, servers, i == 0 ? bench.warmUpS() : bench.againS()));
        }
      } finally {
        servers.forEach(GalvanServer::close);
      }
    }
    return runs;
  }

  private GalvanServer start(Path folder, String databaseUrl, int number) throws Exception {
    return GalvanServer.start(
        folder,
        new GalvanServer.Options(
            databaseUrl,
            List.of("-Xmx1500m"),
            List.of("--cluster"),
            Map.of(
                "GALVAN_CLUSTER_SECRET",
                "a benchmark's secret, on loopback only",
                "GALVAN_NODE_ID",
                "node-" + number,
                "GALVAN_DB_CONNECTIONS",
                Integer.toString(Math.min(8, DATABASE_CONNECTIONS / POOLS / nodes)))));
  }

  private JsonObject once(Bench bench, List<GalvanServer> servers, int warmUpS) throws Exception {
    int each = bench.connections(stations);
    List<Load> loads = new ArrayList<>();
    List<Load.Report> reports = new ArrayList<>();
    try {
      for (GalvanServer server : servers) {
        loads.add(
            Load.start(
                server,
                List.of(
                    "--mix",
                    mix,
                    "-n",
                    Integer.toString(each),
                    "--ramp",
                    Integer.toString(RAMP / nodes),
                    "--warm-up",
                    warmUpS + "s",
                    "--duration",
                    bench.measuredS() + "s",
                    "--timeout",
                    "60s")));
      }
      for (Load load : loads) {
        reports.add(load.await());
      }
    } finally {
      loads.forEach(Load::destroy);
    }
    double perSecond = 0;
    double p99Ms = 0;
    double connected = 0;
    double residentMb = 0;
    List<JsonObject> books = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      Load.Report report = reports.get(i);
      perSecond += report.all().getDouble("perSecond");
      p99Ms = Math.max(p99Ms, report.all().getDouble("p99Ms"));
      connected += report.json().getLong("connected");
      residentMb += report.json().getJsonObject("server").getLong("jvmResidentKb") / 1_024.0;
      books.add(Books.compare(servers.get(i), report));
    }
    bench.say(
        String.format(
            "    %,.0f stations on %d nodes, %,.0f calls/s", connected, nodes, perSecond));
    return Row.run(
            new JsonObject()
                .put("nodes", nodes)
                .put("connected", connected)
                .put("perSecond", perSecond)
                .put("p99Ms", p99Ms)
                .put("residentMb", residentMb))
        .put("books", books);
  }
}
