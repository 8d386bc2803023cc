package io.galvan.benchmarks;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One row of the page: measured by itself, on a fresh system.
 *
 * @param id its name for --only, and of its file of results
 * @param what in words
 * @param measurement what is done
 */
record Row(String id, String what, Measurement measurement) {
  /** Measures; a list entry a run, each with its figures under "figures". */
  interface Measurement {
    List<JsonObject> run(Bench bench) throws Exception;
  }

  /** One run's figures. */
  static JsonObject run(JsonObject figures) {
    return new JsonObject().put("figures", figures);
  }
}
