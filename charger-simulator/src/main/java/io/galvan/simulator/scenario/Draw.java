package io.galvan.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.galvan.simulator.scenario.Step.Action;
import io.galvan.simulator.yaml.Fields;
import io.galvan.simulator.yaml.Place;
import io.galvan.simulator.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The verb {@code draw}: variables that are drawn, the same ones for the same seed. */
final class Draw {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final String HEX = "0123456789abcdef";
  private static final int LONGEST = 1_000;
  private static final double DECIMALS = 1_000;

  /** Draws one value. */
  private interface Kind {
    JsonNode draw(RandomGenerator random);
  }

  private Draw() {}

  static Action parse(Place place, JsonNode tree) {
    if (!tree.isObject() || tree.isEmpty()) {
      throw new ScenarioException(place + ": draws variables, each with what is drawn: " + tree);
    }
    Map<String, Kind> kinds = new LinkedHashMap<>();
    tree.properties()
        .forEach(
            each ->
                kinds.put(
                    each.getKey(),
                    kind(place.at(Yaml.line(tree, each.getKey())), each.getValue())));
    return stage -> kinds.forEach((name, kind) -> stage.set(name, kind.draw(stage.random())));
  }

  private static Kind kind(Place place, JsonNode tree) {
    Fields fields = Fields.of(place, tree, "whole", "number", "letters", "hex", "of");
    if (tree.size() != 1) {
      throw new ScenarioException(place + ": one of whole, number, letters, hex, of; not " + tree);
    }
    if (fields.has("of")) {
      JsonNode of = fields.tree("of");
      if (!of.isArray() || of.isEmpty()) {
        throw fields.wrong("of", "must be a list of what there is to draw from");
      }
      return random -> of.get(random.nextInt(of.size()));
    }
    if (fields.has("whole") || fields.has("number")) {
      return between(fields, fields.has("whole") ? "whole" : "number");
    }
    String name = fields.has("hex") ? "hex" : "letters";
    int length = fields.integer(name, 0);
    if (length < 1 || length > LONGEST) {
      throw fields.wrong(name, "must be 1 to " + LONGEST);
    }
    return random -> Stage.tree(text(random, name.equals("hex") ? HEX : LETTERS, length));
  }

  private static Kind between(Fields fields, String name) {
    JsonNode ends = fields.tree(name);
    boolean whole = name.equals("whole");
    boolean fit = ends.isArray() && ends.size() == 2;
    for (JsonNode end : ends) {
      fit = fit && (whole ? end.isIntegralNumber() && end.canConvertToInt() : end.isNumber());
    }
    if (!fit || ends.get(0).asDouble() > ends.get(1).asDouble()) {
      throw fields.wrong(name, "must be two numbers, the lower one first, not " + ends);
    }
    if (whole) {
      long least = ends.get(0).asLong();
      long most = ends.get(1).asLong();
      return random -> LongNode.valueOf(least + random.nextLong(most - least + 1));
    }
    double least = ends.get(0).asDouble();
    double most = ends.get(1).asDouble();
    return random -> {
      double drawn = least + random.nextDouble() * (most - least);
      return DoubleNode.valueOf(Math.rint(drawn * DECIMALS) / DECIMALS);
    };
  }

  private static String text(RandomGenerator random, String letters, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
