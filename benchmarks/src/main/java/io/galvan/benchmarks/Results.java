package io.galvan.benchmarks;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The raw results, a JSON file a row, from which the page is written. */
final class Results {
  private final Path folder;

  Results(Path folder) {
    this.folder = folder;
  }

  /**
   * Keeps the runs of a row with their medians.
   *
   * @param runs a run's figures by name under "figures", and what else there is to tell
   */
  void keep(String row, JsonObject settings, List<JsonObject> runs) throws IOException {
    Files.createDirectories(folder);
    JsonObject kept =
        new JsonObject()
            .put("row", row)
            .put("machine", Machine.describe())
            .put("settings", settings)
            .put("figures", medians(runs))
            .put("runs", new JsonArray(runs));
    Files.writeString(folder.resolve(row + ".json"), kept.encodePrettily() + "\n");
  }

  /** What is known of a row; null when it was never run. */
  @Nullable JsonObject find(String row) throws IOException {
    Path file = folder.resolve(row + ".json");
    return Files.exists(file) ? new JsonObject(Files.readString(file)) : null;
  }

  /** A figure's median; null when it was never measured. */
  @Nullable Double figure(String row, String figure) throws IOException {
    JsonObject result = find(row);
    return result == null ? null : result.getJsonObject("figures").getDouble(figure);
  }

  /** The median of each figure over the runs that have it. */
  static JsonObject medians(List<JsonObject> runs) {
    Map<String, Object> medians = new LinkedHashMap<>();
    TreeSet<String> names = new TreeSet<>();
    runs.forEach(run -> names.addAll(run.getJsonObject("figures").fieldNames()));
    for (String name : names) {
      medians.put(
          name,
          median(
              runs.stream()
                  .map(run -> run.getJsonObject("figures"))
                  .filter(figures -> figures.containsKey(name))
                  .mapToDouble(figures -> figures.getDouble(name))
                  .toArray()));
    }
    return new JsonObject(medians);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
