package io.galvan.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One step: what is done or expected, of which station; or steps that are played as one.
 *
 * @param station null for the first one
 * @param timeout null for the scenario's
 * @param block what is played instead of the action; null for most
 */
public record Step(
    String title,
    @Nullable String station,
    @Nullable Duration timeout,
    Action action,
    @Nullable Block block) {
  private static final int LONGEST_TITLE = 100;

  /** What a step does. */
  @FunctionalInterface
  interface Action {
    /** Does it, or says what it found instead of what it expected. */
    void run(Stage stage) throws Mismatch, InterruptedException;
  }

  static Step of(String title, Block block) {
    return new Step(title, null, null, stage -> {}, block);
  }

  static String title(
      @Nullable String note, String verb, @Nullable String station, JsonNode fields) {
    String what = fields.isNull() ? "" : fields.isTextual() ? " " + fields.asText() : " " + fields;
    String text = (station == null ? "" : station + ": ") + (note == null ? verb + what : note);
    return text.length() <= LONGEST_TITLE ? text : text.substring(0, LONGEST_TITLE - 1) + "…";
  }
}
