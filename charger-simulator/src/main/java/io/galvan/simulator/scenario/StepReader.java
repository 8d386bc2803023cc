package io.galvan.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.galvan.simulator.yaml.Fields;
import io.galvan.simulator.yaml.Place;
import io.galvan.simulator.yaml.Yaml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the steps of a scenario, those in its loops and those of the files it includes. */
final class StepReader {
  private static final int MAX_STEPS = 5_000;
  private static final int DEEPEST = 8;
  private static final Set<String> COMMON = Set.of("station", "timeout", "note");

  /**
   * Where steps stand.
   *
   * @param file the file they are in; null for a text without one
   * @param files the files that include one another down to here
   * @param depth how many loops and files they are in
   * @param station of steps that name none; null for the first one
   * @param timeout of steps that name none; null for the scenario's
   */
  private record Around(
      @Nullable Path file,
      List<Path> files,
      int depth,
      @Nullable String station,
      @Nullable Duration timeout) {
    Around of(@Nullable String ofStep, @Nullable Duration longest) {
      return new Around(
          file,
          files,
          depth,
          ofStep == null ? station : ofStep,
          longest == null ? timeout : longest);
    }

    Around deeper(Place place, @Nullable Path in, List<Path> down) {
      if (depth == DEEPEST) {
        throw new ScenarioException(place + ": loops and files are at most " + DEEPEST + " deep");
      }
      return new Around(in, down, depth + 1, station, timeout);
    }
  }

  private final Set<String> stations;
  private int count;

  /**
   * @param stations that steps may name
   */
  StepReader(Set<String> stations) {
    this.stations = stations;
  }

  /** The steps of a whole file. */
  List<Step> read(Place place, @Nullable Path file, JsonNode list) {
    List<Path> files = file == null ? List.of() : List.of(real(file));
    return steps(place, list, new Around(file, files, 0, null, null));
  }

  private List<Step> steps(Place place, JsonNode list, Around around) {
    List<Step> steps = new ArrayList<>();
    for (JsonNode each : list) {
      Place at = place.at(Yaml.line(list, steps.size()));
      if (++count > MAX_STEPS) {
        throw none(at);
      }
      steps.add(step(at.named("step " + (steps.size() + 1)), each, around));
    }
    if (steps.isEmpty()) {
      throw none(place);
    }
    return List.copyOf(steps);
  }

  private static ScenarioException none(Place place) {
    return new ScenarioException(place + ": a scenario has 1 to " + MAX_STEPS + " steps");
  }

  private Step step(Place place, JsonNode tree, Around around) {
    if (tree.isTextual()) {
      // A verb that needs nothing more, such as "connect".
      ObjectNode verb = Json.MAPPER.createObjectNode().putNull(tree.asText());
      return step(place, verb, around);
    }
    if (!tree.isObject()) {
      throw new ScenarioException(place + ": a step is a verb with its fields, not " + tree);
    }
    String verb = verb(place, tree);
    Fields common = Fields.of(place, tree, "station", "timeout", "note", verb);
    String station = common.optional("station");
    if (station != null && !stations.contains(station)) {
      throw new ScenarioException(
          common.place("station") + ": there is no station " + station + ", but " + stations);
    }
    Duration timeout = common.has("timeout") ? common.duration("timeout", Duration.ZERO) : null;
    String title = Step.title(common.optional("note"), verb, station, tree.get(verb));
    Place inside = common.place(verb).named(place.what() + " (" + verb + ")");
    Around here = around.of(station, timeout);
    return switch (verb) {
      case "repeat" -> Step.of(title, repeat(inside, tree.get(verb), here));
      case "include" -> Step.of(title, include(inside, tree.get(verb), here));
      default -> {
        Verbs.Parser parser = Verbs.TABLE.get(verb);
        if (parser == null) {
          throw new ScenarioException(
              common.place(verb)
                  + ": there is no verb '"
                  + verb
                  + "'; there are "
                  + Verbs.TABLE.keySet()
                  + ", repeat and include");
        }
        yield new Step(
            title, here.station(), here.timeout(), parser.parse(inside, tree.get(verb)), null);
      }
    };
  }

  private static String verb(Place place, JsonNode tree) {
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
    return verbs.get(0);
  }

  private Block repeat(Place place, JsonNode tree, Around around) {
    Fields fields = Fields.of(place, tree, "times", "each", "as", "steps");
    return new Block(
        Block.repeated(fields),
        steps(
            fields.place("steps"),
            fields.tree("steps"),
            around.deeper(place, around.file(), around.files())));
  }

  private Block include(Place place, JsonNode tree, Around around) {
    Fields fields = Fields.ofValue(place, tree, "file", "file", "with");
    Path named = Path.of(fields.text("file"));
    Path folder = around.file() == null ? null : around.file().toAbsolutePath().getParent();
    Path file = folder == null ? named : folder.resolve(named);
    Path real = real(file);
    List<Path> files = new ArrayList<>(around.files());
    if (files.contains(real)) {
      throw new ScenarioException(place + ": " + named + " is included in itself: " + files);
    }
    files.add(real);
    String source = String.valueOf(file.getFileName());
    JsonNode other = Yaml.parse(source, Yaml.text(file));
    Fields included =
        Fields.of(Place.of(source), other, "name", "description", "variables", "steps");
    Around there = around.deeper(place, file, List.copyOf(files));
    return new Block(
        Block.once(variables(included, "variables"), variables(fields, "with")),
        steps(included.place("steps"), included.tree("steps"), there));
  }

  static Map<String, JsonNode> variables(Fields fields, String name) {
    Map<String, JsonNode> variables = new LinkedHashMap<>();
    fields.tree(name).properties().forEach(each -> variables.put(each.getKey(), each.getValue()));
    return variables;
  }

  private static Path real(Path file) {
    return file.toAbsolutePath().normalize();
  }
}
