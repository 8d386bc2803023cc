package io.galvan.simulator.mqttcheck;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;

/**
 * What came of one check.
 *
 * @param name of the check, in one word
 * @param question what was tried
 * @param detail what was seen, or what does not work
 */
public record Finding(String name, String question, Outcome outcome, String detail, Duration took) {
  /** How it came out. */
  public enum Outcome {
    WORKS,
    FAILS,
    /** It could not be tried. */
    SKIPPED
  }

  /** For programs. */
  public JsonObject json() {
    return new JsonObject()
        .put("name", name)
        .put("question", question)
        .put("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .put("detail", detail)
        .put("tookMs", took.toMillis());
  }
}
