package io.galvan.ocpp.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Makes instances from an official schema: valid ones, and ones with a single thing changed. */
final class Instances {
  /** An instance and what was changed in it. */
  record Mutant(String change, String json) {}

  private static final JsonNodeFactory NODES = OfficialSchema.JSON.getNodeFactory();
  private static final List<String> TIMES =
      List.of(
          "2024-02-29T12:30:15Z",
          "2024-02-29T12:30:15.123Z",
          "1970-01-01T00:00:00+02:00",
          "2023-12-31T23:59:59.999999-11:30",
          "2024-02-30T12:30:15Z",
          "2023-02-29T12:30:15Z",
          "2024-13-01T00:00:00Z",
          "2024-00-01T00:00:00Z",
          "2024-01-00T00:00:00Z",
          "2024-01-01T24:00:00Z",
          "2024-01-01T00:60:00Z",
          "2024-01-01T00:00:61Z",
          "2024-01-01T00:00:00",
          "2024-01-01T00:00:00+02",
          "2024-01-01T00:00:00+0200",
          "2024-01-01T00:00:00.Z",
          "2024-01-01T00:00Z",
          "2024-01-01",
          "24-01-01T00:00:00Z",
          "2024-1-1T00:00:00Z",
          " 2024-01-01T00:00:00Z",
          "2024-01-01T00:00:00ZZ",
          "yesterday",
          "");
  private static final List<String> URIS =
      List.of("ftp://user@host/path?q=1", "https://host:8443/a%20b", "no uri at all", "a/b", "");
  private static final List<JsonNode> NUMBERS =
      List.of(
          NODES.numberNode(0),
          NODES.numberNode(-1),
          NODES.numberNode(Integer.MAX_VALUE),
          NODES.numberNode(Integer.MIN_VALUE),
          NODES.numberNode(new BigDecimal("0.1")),
          NODES.numberNode(new BigDecimal("-3.3")),
          NODES.numberNode(new BigDecimal("16.25")),
          NODES.numberNode(new BigDecimal("123456789012.3")));
  private static final String ASTRAL = "\uD83D\uDD0C";

  private final OfficialSchema schema;
  private final Random random;

  Instances(OfficialSchema schema, long seed) {
    this.schema = schema;
    this.random = new Random(seed);
  }

  /** With no optional field, with all, with each alone, and with random ones. */
  List<JsonNode> valid() {
    List<JsonNode> all = new ArrayList<>();
    all.add(make(schema.root(), Set.of(), false));
    all.add(full());
    for (String alone : optionalNames(schema.root(), new TreeSet<>())) {
      all.add(make(schema.root(), Set.of(alone), false));
    }
    for (int i = 0; i < 30; i++) {
      all.add(make(schema.root(), Set.of(), true));
    }
    return all;
  }

  private JsonNode full() {
    return make(schema.root(), optionalNames(schema.root(), new TreeSet<>()), false);
  }

  private Set<String> optionalNames(JsonNode unresolved, Set<String> into) {
    JsonNode node = schema.resolve(unresolved);
    node.path("properties").fieldNames().forEachRemaining(into::add);
    node.path("properties").forEach(property -> optionalNames(property, into));
    if (node.has("items")) {
      optionalNames(node.get("items"), into);
    }
    return into;
  }

  private JsonNode make(JsonNode unresolved, Set<String> optional, boolean dice) {
    JsonNode node = schema.resolve(unresolved);
    switch (node.path("type").asText("any")) {
      case "any" -> {
        return NODES.objectNode().put("any", random.nextInt());
      }
      case "object" -> {
        ObjectNode object = NODES.objectNode();
        Set<String> required = new TreeSet<>();
        node.path("required").forEach(name -> required.add(name.asText()));
        for (Iterator<Map.Entry<String, JsonNode>> it = node.path("properties").fields();
            it.hasNext(); ) {
          Map.Entry<String, JsonNode> property = it.next();
          String name = property.getKey();
          if (required.contains(name)
              || optional.contains(name)
              || (dice && random.nextBoolean())) {
            object.set(name, make(property.getValue(), optional, dice));
          }
        }
        return object;
      }
      case "array" -> {
        ArrayNode array = NODES.arrayNode();
        int least = Math.max(1, node.path("minItems").asInt(0));
        int most = Math.min(least + 2, node.path("maxItems").asInt(least + 2));
        int size = dice ? least + random.nextInt(most - least + 1) : least;
        for (int i = 0; i < size; i++) {
          array.add(make(node.get("items"), optional, dice));
        }
        return array;
      }
      case "integer" -> {
        int least = node.path("minimum").asInt(Integer.MIN_VALUE);
        int most = node.path("maximum").asInt(Integer.MAX_VALUE);
        return NODES.numberNode((int) (least + random.nextLong((long) most - least + 1)));
      }
      case "number" -> {
        int least = node.path("minimum").asInt(-100_000);
        int most = Math.max(least, node.path("maximum").asInt(100_000));
        return NODES.numberNode(
            BigDecimal.valueOf(10L * least + random.nextLong(10L * (most - least) + 1), 1));
      }
      case "boolean" -> {
        return NODES.booleanNode(random.nextBoolean());
      }
      case "string" -> {
        return NODES.textNode(text(node));
      }
      default -> throw new AssertionError("unknown type in " + schema + ": " + node);
    }
  }

  private String text(JsonNode node) {
    if (node.has("enum")) {
      return node.get("enum").get(random.nextInt(node.get("enum").size())).asText();
    }
    return switch (node.path("format").asText()) {
      case "date-time" ->
          String.format(
              "20%02d-%02d-%02dT%02d:%02d:%02d.%03dZ",
              random.nextInt(100),
              1 + random.nextInt(12),
              1 + random.nextInt(28),
              random.nextInt(24),
              random.nextInt(60),
              random.nextInt(60),
              random.nextInt(1000));
      case "uri" -> "ftp://host" + random.nextInt(100) + "/upload";
      default -> {
        int most = node.path("maxLength").asInt(300);
        int length =
            switch (random.nextInt(4)) {
              case 0 -> most;
              case 1 -> 1;
              default -> random.nextInt(Math.min(most, 40) + 1);
            };
        String characters = "aZ0-_ \"\\/<&é€\n\u0001";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
          text.append(
              random.nextInt(10) == 0
                  ? ASTRAL
                  : String.valueOf(characters.charAt(random.nextInt(characters.length()))));
        }
        yield text.toString();
      }
    };
  }

  /** The full instance with one thing changed, for every field at every depth. */
  List<Mutant> mutants() {
    List<Mutant> all = new ArrayList<>();
    ObjectNode root = (ObjectNode) full();
    for (JsonNode other : others()) {
      all.add(new Mutant("payload := " + other, other.toString()));
    }
    mutate(root, root, schema.root(), "$", all);
    return all;
  }

  private void mutate(
      JsonNode root, ObjectNode object, JsonNode unresolved, String path, List<Mutant> into) {
    JsonNode objectSchema = schema.resolve(unresolved);
    if (!objectSchema.has("properties")) {
      return;
    }
    object.put("surplus", 1);
    into.add(new Mutant(path + " + surplus", root.toString()));
    object.remove("surplus");
    for (String name :
        new TreeSet<>(object.properties().stream().map(Map.Entry::getKey).toList())) {
      JsonNode right = object.get(name);
      String at = path + "." + name;
      object.remove(name);
      into.add(new Mutant(at + " removed", root.toString()));
      JsonNode fieldSchema = schema.resolve(objectSchema.get("properties").get(name));
      for (JsonNode other : replacements(fieldSchema)) {
        object.set(name, other);
        into.add(new Mutant(at + " := " + other, root.toString()));
      }
      object.set(name, right);
      if (right instanceof ObjectNode nested) {
        mutate(root, nested, fieldSchema, at, into);
      } else if (right instanceof ArrayNode array) {
        mutateItems(root, array, schema.resolve(fieldSchema.get("items")), at, into);
      }
    }
  }

  private void mutateItems(
      JsonNode root, ArrayNode array, JsonNode itemSchema, String path, List<Mutant> into) {
    JsonNode right = array.get(0);
    for (JsonNode other : replacements(itemSchema)) {
      array.set(0, other);
      into.add(new Mutant(path + "[0] := " + other, root.toString()));
    }
    array.set(0, right);
    array.add(right.deepCopy());
    into.add(new Mutant(path + " with two items", root.toString()));
    array.remove(1);
    if (right instanceof ObjectNode nested) {
      mutate(root, nested, itemSchema, path + "[0]", into);
    }
  }

  private static List<JsonNode> others() {
    return List.of(
        NODES.nullNode(),
        NODES.booleanNode(true),
        NODES.numberNode(5),
        NODES.textNode("text"),
        NODES.objectNode(),
        NODES.arrayNode(),
        NODES.arrayNode().add(1));
  }

  private static List<JsonNode> replacements(JsonNode fieldSchema) {
    List<JsonNode> all = new ArrayList<>(others());
    switch (fieldSchema.path("type").asText()) {
      case "integer", "number" -> all.addAll(NUMBERS);
      case "string" -> {
        fieldSchema
            .path("enum")
            .forEach(
                constant -> {
                  all.add(constant);
                  all.add(NODES.textNode(constant.asText().toLowerCase(java.util.Locale.ROOT)));
                  all.add(NODES.textNode(constant.asText() + " "));
                });
        switch (fieldSchema.path("format").asText()) {
          case "date-time" -> TIMES.forEach(time -> all.add(NODES.textNode(time)));
          case "uri" -> URIS.forEach(uri -> all.add(NODES.textNode(uri)));
          default -> {
            int most = fieldSchema.path("maxLength").asInt(400);
            for (int length : new int[] {0, most, most + 1}) {
              all.add(NODES.textNode("x".repeat(length)));
              all.add(NODES.textNode(ASTRAL.repeat(length)));
            }
          }
        }
      }
      default -> {}
    }
    return all;
  }
}
