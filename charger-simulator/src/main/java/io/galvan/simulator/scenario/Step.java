package io.galvan.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step: what is done or expected, of which station.
 *
 * @param station null for the first one
 * @param timeout null for the scenario's
 */
public record Step(
    int number,
    String title,
    @Nullable String station,
    @Nullable Duration timeout,
    @Nullable String verb,
    Action action) {
  private static final Set<String> COMMON = Set.of("station", "timeout", "note");
  private static final int LONGEST_TITLE = 100;

  /** What a step does. */
  @FunctionalInterface
  interface Action {
    /** Does it, or says what it found instead of what it expected. */
    void run(Stage stage) throws Mismatch, InterruptedException;
  }

  static Step parse(String source, int number, JsonNode tree, Set<String> stations) {
    String place = source + ", step " + number;
    if (tree.isTextual()) {
      // A verb that needs nothing more, such as "connect".
      return parse(source, number, Json.MAPPER.createObjectNode().putNull(tree.asText()), stations);
    }
    if (!tree.isObject()) {
      throw new ScenarioException(place + ": a step is a verb with its fields, not " + tree);
    }
    List<String> verbs = new ArrayList<>();
    tree.fieldNames()
        .forEachRemaining(
            name -> {
              if (!COMMON.contains(name)) {
                verbs.add(name);
              }
            });
    if (verbs.size() != 1) {
      throw new ScenarioException(
          place + ": a step has exactly one verb beside " + COMMON + ", not " + verbs);
    }
    String verb = verbs.get(0);
    Verbs.Parser parser = Verbs.TABLE.get(verb);
    if (parser == null) {
      throw new ScenarioException(
          place + ": there is no verb '" + verb + "'; there are " + Verbs.TABLE.keySet());
    }
    Fields common = Fields.of(place, tree, "station", "timeout", "note", verb);
    String station = common.optional("station");
    if (station != null && !stations.contains(station)) {
      throw new ScenarioException(place + ": there is no station " + station + ", but " + stations);
    }
    JsonNode fields = tree.get(verb);
    Duration timeout = common.has("timeout") ? common.duration("timeout", Duration.ZERO) : null;
    return new Step(
        number,
        title(common.optional("note"), verb, station, fields),
        station,
        timeout,
        verb,
        parser.parse(place + " (" + verb + ")", fields));
  }

  private static String title(
      @Nullable String note, String verb, @Nullable String station, JsonNode fields) {
    String what = fields.isNull() ? "" : fields.isTextual() ? " " + fields.asText() : " " + fields;
    String text = (station == null ? "" : station + ": ") + (note == null ? verb + what : note);
    return text.length() <= LONGEST_TITLE ? text : text.substring(0, LONGEST_TITLE - 1) + "…";
  }
}
