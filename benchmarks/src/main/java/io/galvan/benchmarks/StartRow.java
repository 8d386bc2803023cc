package io.galvan.benchmarks;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From starting the program on a database that is there to a station that is accepted. */
final class StartRow implements Row.Measurement {
  private static final List<String> ONE_BOOT =
      List.of("--mix", "boot", "-n", "1", "--calls", "1", "--duration", "10s");
  private static final List<String> A_FLEET =
      List.of("--mix", "session", "-n", "200", "--ramp", "2000", "--duration", "4s");

  @Override
  public List<JsonObject> run(Bench bench) throws Exception {
    Path folder = bench.folder().resolve("start");
    try (GalvanServer first = GalvanServer.start(folder, GalvanServer.Options.PLAIN)) {
      Load.run(first, A_FLEET);
    }
    List<JsonObject> runs = new ArrayList<>();
    for (int i = 0; i < bench.runs(); i++) {
      long begin = System.nanoTime();
      try (GalvanServer server = GalvanServer.start(folder, GalvanServer.Options.PLAIN)) {
        double readyS = (System.nanoTime() - begin) / 1e9;
        // The station's own program takes as long to start as it takes; only its call counts.
        JsonObject boot = Load.run(server, ONE_BOOT).json().getJsonObject("arrivals");
        double firstS = readyS + boot.getDouble("maxMs") / 1_000;
        bench.say(String.format("    ready after %.2f s, accepted after %.2f s", readyS, firstS));
        runs.add(Row.run(new JsonObject().put("readyS", readyS).put("acceptedS", firstS)));
      }
    }
    return runs;
  }
}
