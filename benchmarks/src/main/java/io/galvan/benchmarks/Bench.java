package io.galvan.benchmarks;

import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/**
 * What every row needs to know.
 *
 * @param folder for databases and logs, thrown away in the end
 * @param images where pictures go
 * @param quick whether short and small is enough
 * @param runs of each row; the median counts
 * @param rows meter rows of the large table
 */
record Bench(
    Path folder,
    Path images,
    Results results,
    boolean quick,
    int runs,
    long rows,
    Clock clock,
    PrintStream out) {
  /**
   * Seconds before the first measured second of a fresh server. For more than a minute Java
   * compiles what runs, with up to half of a core.
   */
  int warmUpS() {
    return quick ? 3 : 75;
  }

  /**
   * Seconds before the measured ones of a server that is warm already: the load's program is new.
   */
  int againS() {
    return quick ? 1 : 15;
  }

  int measuredS() {
    return quick ? 3 : 15;
  }

  /** Connections that one process can hold, of those wanted; some files are for other use. */
  int connections(int wanted) {
    int most = Math.max(100, Machine.openFiles() - 1_000);
    return Math.min(quick ? Math.max(1, wanted / 10) : wanted, most);
  }

  JsonObject settings() {
    return new JsonObject()
        .put("quick", quick)
        .put("runs", runs)
        .put("warmUpS", warmUpS())
        .put("againS", againS())
        .put("measuredS", measuredS());
  }

  Instant now() {
    return clock.instant();
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }
}
