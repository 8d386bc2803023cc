package io.galvan.benchmarks;

import io.galvan.simulator.load.ServerProbe;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A flight recording and samples of PostgreSQL during the session mix. */
final class ProfileRow implements Row.Measurement {
  private static final int MOST = 15;
  private static final int STATIONS = 100;
  private static final int RECORD_S = 20;

  @Override
  public List<JsonObject> run(Bench bench) throws Exception {
    Path folder = bench.folder().resolve("profile");
    try (GalvanServer server = GalvanServer.start(folder, GalvanServer.Options.PLAIN)) {
      server.useLog(bench);
      int recordS = bench.quick() ? bench.measuredS() : RECORD_S;
      // The recorder makes Java compile anew what it has compiled; a recording of its own takes
      // that.
      jcmd(server, "JFR.start", "name=warm", "settings=profile");
      Load.run(server, options(bench.warmUpS()));
      Path file = folder.resolve("recording.jfr").toAbsolutePath();
      ServerProbe probe = new ServerProbe(server.pid(), folder.resolve("data"));
      ServerProbe.Cpu before = probe.cpu();
      jcmd(server, "JFR.start", "name=bench", "settings=profile");
      Load.Report load;
      StatementSampler sampler = new StatementSampler(server.database());
      try (sampler) {
        load = Load.run(server, options(recordS));
      }
      jcmd(server, "JFR.dump", "name=bench", "filename=" + file);
      ServerProbe.Cpu after = probe.cpu();
      Recording recording = Recording.of(file);
      Files.createDirectories(bench.images());
      Files.writeString(
          bench.images().resolve("flame-graph.svg"),
          recording.graph().svg("Session mix, " + STATIONS + " connections"));
      double calls = load.json().getLong("answered") / 1_000.0;
      JsonObject figures =
          new JsonObject()
              .put("samples", recording.graph().samples())
              .put("perSecond", load.all().getDouble("perSecond"))
              .put("jvmCpuSPer1000", (after.jvmS() - before.jvmS()) / calls)
              .put("databaseCpuSPer1000", (after.databaseS() - before.databaseS()) / calls);
      bench.say("    " + figures.encode());
      return List.of(
          Row.run(figures)
              .put("packages", json(recording.shares(MOST)))
              .put("statements", json(sampler.statements(MOST)))
              .put("waits", json(sampler.waits(MOST))));
    }
  }

  private static List<String> options(int seconds) {
    return List.of(
        "--mix", "session", "-n", Integer.toString(STATIONS), "--duration", seconds + "s");
  }

  private static JsonObject json(Map<String, Double> shares) {
    return new JsonObject(new LinkedHashMap<>(shares));
  }

  private static void jcmd(GalvanServer server, String... command)
      throws IOException, InterruptedException {
    java.util.ArrayList<String> line = new java.util.ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    line.add(Long.toString(server.pid()));
    line.addAll(List.of(command));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("jcmd says: " + said);
    }
  }
}
