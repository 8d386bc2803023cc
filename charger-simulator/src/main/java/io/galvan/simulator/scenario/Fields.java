package io.galvan.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of one place in a scenario; what is not known there is an error, not ignored. */
final class Fields {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");

  private final String place;
  private final JsonNode tree;

  private Fields(String place, JsonNode tree) {
    this.place = place;
    this.tree = tree;
  }

  /** The fields of an object; none for null. */
  static Fields of(String place, JsonNode tree, String... known) {
    if (none(tree)) {
      return new Fields(place, Json.MAPPER.createObjectNode());
    }
    if (!(tree instanceof ObjectNode object)) {
      throw new ScenarioException(place + ": expected fields, not " + tree);
    }
    Set<String> allowed = new TreeSet<>(Set.of(known));
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!allowed.contains(name)) {
                throw new ScenarioException(
                    place + ": there is no field '" + name + "' here; there are " + allowed);
              }
            });
    return new Fields(place, tree);
  }

  /** The same for a place where a bare value stands for one field. */
  static Fields ofValue(String place, JsonNode tree, String field, String... known) {
    if (tree.isValueNode() && !none(tree)) {
      ObjectNode object = Json.MAPPER.createObjectNode();
      object.set(field, tree);
      return new Fields(place, object);
    }
    return of(place, tree, known);
  }

  /** A field of YAML with nothing behind its colon is an empty text. */
  private static boolean none(JsonNode tree) {
    return tree.isNull() || tree.isMissingNode() || tree.isTextual() && tree.asText().isEmpty();
  }

  boolean has(String name) {
    return tree.has(name);
  }

  /** A field as it is; missing if it is not there. */
  JsonNode tree(String name) {
    return tree.path(name);
  }

  String text(String name) {
    String text = optional(name);
    if (text == null) {
      throw new ScenarioException(place + ": the field '" + name + "' is needed");
    }
    return text;
  }

  String text(String name, String usual) {
    String text = optional(name);
    return text == null ? usual : text;
  }

  @Nullable String optional(String name) {
    JsonNode value = tree.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isValueNode()) {
      throw new ScenarioException(place + ": '" + name + "' must be a single value, not " + value);
    }
    return value.asText();
  }

  int integer(String name, int usual) {
    JsonNode value = tree.path(name);
    if (value.isMissingNode()) {
      return usual;
    }
    if (!value.isIntegralNumber()) {
      throw new ScenarioException(place + ": '" + name + "' must be a whole number, not " + value);
    }
    return value.asInt();
  }

  double number(String name, double usual) {
    JsonNode value = tree.path(name);
    if (value.isMissingNode()) {
      return usual;
    }
    if (!value.isNumber()) {
      throw new ScenarioException(place + ": '" + name + "' must be a number, not " + value);
    }
    return value.asDouble();
  }

  boolean flag(String name, boolean usual) {
    JsonNode value = tree.path(name);
    if (value.isMissingNode()) {
      return usual;
    }
    if (!value.isBoolean()) {
      throw new ScenarioException(place + ": '" + name + "' must be true or false, not " + value);
    }
    return value.asBoolean();
  }

  Duration duration(String name, Duration usual) {
    String text = optional(name);
    if (text == null) {
      return usual;
    }
    Matcher form = DURATION.matcher(text);
    if (!form.matches()) {
      throw new ScenarioException(
          place + ": '" + name + "' must be a time like 250ms, 30s or 5m, not " + text);
    }
    long number = Long.parseLong(form.group(1));
    String unit = form.group(2);
    return switch (unit == null ? "s" : unit) {
      case "ms" -> Duration.ofMillis(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofSeconds(number);
    };
  }

  /** A field of names and single values, in its order. */
  Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    JsonNode value = tree.path(name);
    if (!value.isMissingNode() && !value.isObject()) {
      throw new ScenarioException(place + ": '" + name + "' must be names and values");
    }
    value.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
    return texts;
  }
}
