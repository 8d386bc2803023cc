package io.galvan.benchmarks;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Sessions over an in-memory transport in a heap of 1 GB. */
final class MemoryRow implements Row.Measurement {
  private static final int LONGEST_S = 900;

  private final int sessions;

  MemoryRow(int sessions) {
    this.sessions = sessions;
  }

  @Override
  public List<JsonObject> run(Bench bench) throws Exception {
    Path folder = bench.folder().resolve("memory");
    Path json = folder.resolve("figures.json");
    Path log = folder.resolve("memory.log");
    Process process =
        Programs.start(
            MemorySessions.class.getName(),
            List.of("-Xmx1g", "-XX:+UseG1GC"),
            List.of(
                folder.toString(),
                Integer.toString(bench.quick() ? sessions / 10 : sessions),
                json.toString()),
            log);
    if (Programs.await(process, LONGEST_S, "the node") != 0) {
      throw new IllegalStateException("the sessions could not be opened:\n" + Programs.tail(log));
    }
    JsonObject figures = new JsonObject(Files.readString(json));
    bench.say("    " + figures.encode());
    return List.of(Row.run(figures));
  }
}
