package io.galvan.simulator.scenario;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a scenario, step by step.
 *
 * @param seed of what it drew
 */
public record ScenarioReport(String name, long seed, List<Line> lines) {
  /** What became of a step. */
  public enum Outcome {
    OK,
    FAILED,
    /** An earlier step had failed. */
    SKIPPED
  }

  /**
   * One step.
   *
   * @param expected what the step waited for; null unless it failed
   * @param got what there was instead; null unless it failed
   */
  public record Line(
      int number,
      String title,
      Outcome outcome,
      Duration took,
      @Nullable String expected,
      @Nullable String got) {}

  /** Whether every step came out as expected. */
  public boolean passed() {
    return lines.stream().allMatch(line -> line.outcome() == Outcome.OK);
  }

  /** For people. */
  public String text() {
    StringBuilder out = new StringBuilder(name).append('\n');
    for (Line line : lines) {
      String mark =
          switch (line.outcome()) {
            case OK -> "ok";
            case FAILED -> "FAILED";
            case SKIPPED -> "-";
          };
      out.append(
          String.format(
              Locale.ROOT,
              "  %-7s%3d  %s%s\n",
              mark,
              line.number(),
              line.title(),
              line.outcome() == Outcome.SKIPPED ? "" : "  (" + line.took().toMillis() + " ms)"));
      if (line.outcome() == Outcome.FAILED) {
        out.append("              expected: ").append(line.expected()).append('\n');
        out.append("              got:      ").append(line.got()).append('\n');
      }
    }
    return out.append(passed() ? "passed" : "failed").append('\n').toString();
  }

  /** For programs. */
  public JsonObject json() {
    JsonArray steps = new JsonArray();
    for (Line line : lines) {
      JsonObject step =
          new JsonObject()
              .put("number", line.number())
              .put("title", line.title())
              .put("outcome", line.outcome().name().toLowerCase(Locale.ROOT))
              .put("tookMs", line.took().toMillis());
      if (line.outcome() == Outcome.FAILED) {
        step.put("expected", line.expected()).put("got", line.got());
      }
      steps.add(step);
    }
    return new JsonObject()
        .put("name", name)
        .put("passed", passed())
        .put("seed", seed)
        .put("steps", steps);
  }
}
