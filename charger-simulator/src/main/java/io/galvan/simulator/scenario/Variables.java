package io.galvan.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code ${name}} stands for. A text that is nothing but a variable takes its kind, too. */
final class Variables {
  private static final Pattern NAME = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9_.-]*)}");

  private final Map<String, JsonNode> values = new LinkedHashMap<>();

  void set(String name, JsonNode value) {
    values.put(name, value);
  }

  void setIfAbsent(String name, JsonNode value) {
    values.putIfAbsent(name, value);
  }

  /** A tree with all variables filled in. */
  JsonNode fill(JsonNode tree) {
    if (tree.isTextual()) {
      return fill(tree.asText());
    }
    if (tree instanceof ObjectNode object) {
      ObjectNode filled = Json.MAPPER.createObjectNode();
      object.properties().forEach(each -> filled.set(text(each.getKey()), fill(each.getValue())));
      return filled;
    }
    if (tree.isArray()) {
      ArrayNode filled = Json.MAPPER.createArrayNode();
      tree.forEach(each -> filled.add(fill(each)));
      return filled;
    }
    return tree;
  }

  /** A text with all variables filled in. */
  String text(String text) {
    return NAME.matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1)).asText()));
  }

  private JsonNode fill(String text) {
    Matcher whole = NAME.matcher(text);
    return whole.matches() ? value(whole.group(1)) : TextNode.valueOf(text(text));
  }

  private JsonNode value(String name) {
    JsonNode value = values.get(name);
    if (value == null) {
      throw new ScenarioException(
          "there is no variable ${" + name + "}; there are " + values.keySet());
    }
    return value;
  }
}
