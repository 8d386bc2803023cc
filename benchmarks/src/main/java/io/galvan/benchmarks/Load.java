package io.galvan.benchmarks;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** charger-simulator load, as a process of its own. */
final class Load {
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static final int LONGEST_S = 900;

  private final Process process;
  private final Path json;
  private final Path log;
  private final String prefix;
  private final long droppedBefore;

  private Load(Process process, Path json, Path log, String prefix, long droppedBefore) {
    this.process = process;
    this.json = json;
    this.log = log;
    this.prefix = prefix;
    this.droppedBefore = droppedBefore;
  }

  /**
   * A load's report, the prefix of its stations' identities, and how many entries of the message
   * log its node had dropped before it.
   */
  record Report(String prefix, long droppedBefore, JsonObject json) {
    JsonObject all() {
      return action("all");
    }

    JsonObject action(String name) {
      return json.getJsonArray("actions").stream()
          .map(JsonObject.class::cast)
          .filter(line -> line.getString("action").equals(name))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("the load made no call: " + name));
    }

    long answers(String action) {
      return json.getJsonObject("answers").getLong(action, 0L);
    }
  }

  /** Starts a load on a server. */
  static Load start(GalvanServer server, List<String> options)
      throws IOException, InterruptedException {
    int number = RUNS.incrementAndGet();
    // No prefix is the beginning of another one.
    String prefix = "R" + number + "-";
    Path json = server.folder().resolve("load-" + number + ".json");
    Path log = server.folder().resolve("load-" + number + ".log");
    List<String> arguments = new ArrayList<>();
    arguments.add("load");
    arguments.addAll(
        List.of("--url", server.ocppUrl(), "--mqtt", server.mqtt(), "--prefix", prefix));
    arguments.addAll(List.of("--server-pid", Long.toString(server.pid())));
    arguments.addAll(List.of("--data-dir", server.folder().resolve("data").toString()));
    arguments.addAll(List.of("--tag", GalvanServer.TAG, "--json", json.toString()));
    arguments.addAll(options);
    long droppedBefore = Books.dropped(server);
    Process process =
        Programs.start(
            "io.galvan.simulator.cli.Main", List.of("-Xmx1g", "-XX:+UseSerialGC"), arguments, log);
    return new Load(process, json, log, prefix, droppedBefore);
  }

  /** Its report; one that lost an answer is a failure. */
  Report await() throws IOException {
    int code = Programs.await(process, LONGEST_S, "the load");
    if (code != 0) {
      throw new IllegalStateException("the load was not clean:\n" + Programs.tail(log));
    }
    return new Report(prefix, droppedBefore, new JsonObject(Files.readString(json)));
  }

  void destroy() {
    process.destroyForcibly();
  }

  static Report run(GalvanServer server, List<String> options)
      throws IOException, InterruptedException {
    return start(server, options).await();
  }
}
