package io.galvan.simulator.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of one place in a file; what is not known there is an error, not ignored. */
public final class Fields {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");

  private final Place place;
  private final JsonNode tree;

  private Fields(Place place, JsonNode tree) {
    this.place = place;
    this.tree = tree;
  }

  /** The fields of an object; none for null. */
  public static Fields of(Place place, JsonNode tree, String... known) {
    if (none(tree)) {
      return new Fields(place, JsonNodeFactory.instance.objectNode());
    }
    if (!(tree instanceof ObjectNode object)) {
      throw new YamlException(place, "expected fields, not " + tree);
    }
    Set<String> allowed = new TreeSet<>(Set.of(known));
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!allowed.contains(name)) {
                throw new YamlException(
                    place.at(Yaml.line(object, name)),
                    "there is no field '" + name + "' here; there are " + allowed);
              }
            });
    return new Fields(place.at(Yaml.line(tree)), tree);
  }

  /** The same for a place where a bare value stands for one field. */
  public static Fields ofValue(Place place, JsonNode tree, String field, String... known) {
    if (tree.isValueNode() && !none(tree)) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      object.set(field, tree);
      return new Fields(place, object);
    }
    return of(place, tree, known);
  }

  /** A field of YAML with nothing behind its colon is an empty text. */
  private static boolean none(JsonNode tree) {
    return tree.isNull() || tree.isMissingNode() || tree.isTextual() && tree.asText().isEmpty();
  }

  /** Whether a field is there. */
  public boolean has(String name) {
    return tree.has(name);
  }

  /** A field as it is; missing if it is not there. */
  public JsonNode tree(String name) {
    return tree.path(name);
  }

  /** A field that must be there. */
  public String text(String name) {
    String text = optional(name);
    if (text == null) {
      throw new YamlException(place, "the field '" + name + "' is needed");
    }
    return text;
  }

  /** A field, or what is usual. */
  public String text(String name, String usual) {
    String text = optional(name);
    return text == null ? usual : text;
  }

  /** A field of a single value; null if it is not there. */
  public @Nullable String optional(String name) {
    JsonNode value = tree.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isValueNode()) {
      throw wrong(name, "must be a single value, not " + value);
    }
    return value.asText();
  }

  /** A whole number. */
  public int integer(String name, int usual) {
    JsonNode value = tree.path(name);
    if (value.isMissingNode()) {
      return usual;
    }
    if (!value.isIntegralNumber()) {
      throw wrong(name, "must be a whole number, not " + value);
    }
    return value.asInt();
  }

  /** A number. */
  public double number(String name, double usual) {
    JsonNode value = tree.path(name);
    if (value.isMissingNode()) {
      return usual;
    }
    if (!value.isNumber()) {
      throw wrong(name, "must be a number, not " + value);
    }
    return value.asDouble();
  }

  /** A number, or a text with a variable that will be one. */
  public JsonNode numberOrVariable(String name, double usual) {
    JsonNode value = tree.path(name);
    if (value.isTextual() && value.asText().contains("${")) {
      return value;
    }
    return value.isNumber() ? value : JsonNodeFactory.instance.numberNode(number(name, usual));
  }

  /** True or false. */
  public boolean flag(String name, boolean usual) {
    JsonNode value = tree.path(name);
    if (value.isMissingNode()) {
      return usual;
    }
    if (!value.isBoolean()) {
      throw wrong(name, "must be true or false, not " + value);
    }
    return value.asBoolean();
  }

  /** A time such as 250ms, 30s or 5m; a bare number is in seconds. */
  public Duration duration(String name, Duration usual) {
    String text = optional(name);
    if (text == null) {
      return usual;
    }
    Matcher form = DURATION.matcher(text);
    if (!form.matches()) {
      throw wrong(name, "must be a time like 250ms, 30s or 5m, not " + text);
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
  public Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    JsonNode value = tree.path(name);
    if (!value.isMissingNode() && !value.isObject()) {
      throw wrong(name, "must be names and values");
    }
    value
        .properties()
        .forEach(
            each -> {
              if (!each.getValue().isValueNode()) {
                throw new YamlException(
                    place.at(Yaml.line(value, each.getKey())),
                    "'" + each.getKey() + "' must be a single value, not " + each.getValue());
              }
              texts.put(each.getKey(), each.getValue().asText());
            });
    return texts;
  }

  /** A list of single values, in its order. */
  public List<String> list(String name) {
    List<String> texts = new ArrayList<>();
    JsonNode value = tree.path(name);
    if (!value.isMissingNode() && !value.isNull() && !value.isArray()) {
      throw wrong(name, "must be a list, not " + value);
    }
    value.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  /** Where these fields stand. */
  public Place place() {
    return place;
  }

  /** Where a field stands. */
  public Place place(String name) {
    return place.at(Yaml.line(tree, name));
  }

  /** The error that a field is wrong: it must be something else. */
  public YamlException wrong(String name, String must) {
    return new YamlException(place(name), "'" + name + "' " + must);
  }
}
