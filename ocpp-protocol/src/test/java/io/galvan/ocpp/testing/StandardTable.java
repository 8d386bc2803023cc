package io.galvan.ocpp.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a version of OCPP says of its messages: every action with its direction, every field with
 * its type, its limits and whether it is required. Read from the table beside this class, which was
 * made from the standard, not from our records; a message is held against it as a JSON schema.
 */
public final class StandardTable {
  /** Who sends the request of an action. */
  public enum Sender {
    station,
    central,
    both
  }

  private static final Map<String, StandardTable> TABLES = new ConcurrentHashMap<>();
  // Exact decimals: a step of 0.1 is no double.
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
  private static final Pattern FIELD = Pattern.compile(" {2}(\\w+)(!?) (.+)");
  private static final Pattern LIST = Pattern.compile("list\\[(\\d+)\\.\\.(\\d*)\\] (.+)");
  private static final Pattern SCALAR =
      Pattern.compile(
          "(string|dateTime|uri|integer|number|boolean|any)"
              + "(?:\\((?:(\\d+)|(-?[\\d.]*?)\\.\\.(-?[\\d.]*))\\))?(?: by ([\\d.]+))?");

  private final SortedMap<String, Sender> actions = new TreeMap<>();
  private final Map<String, ObjectNode> types = new TreeMap<>();
  private final Map<String, ObjectNode> messages = new TreeMap<>();
  private final Map<String, Schema> validators = new ConcurrentHashMap<>();
  private final SchemaRegistry registry;

  private StandardTable(String version) {
    registry =
        SchemaRegistry.withDefaultDialect(
            // As their official schemas have it: 1.0 is no integer in 1.6.
            version.equals("1.6") ? SpecificationVersion.DRAFT_4 : SpecificationVersion.DRAFT_6);
    ObjectNode open = null;
    for (String line : lines(version)) {
      if (line.startsWith("  ")) {
        addField(open, line);
        continue;
      }
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "", "#" -> {}
        case "action" -> addAction(words[1]);
        case "enum" -> addEnum(words[1]);
        case "object" -> {
          open = object(!words[1].endsWith(" open"));
          types.put(words[1].replace(" open", ""), open);
        }
        case "message" -> {
          open = object(!words[1].endsWith(" open"));
          messages.put(words[1].replace(" open", ""), open);
        }
        default -> throw new AssertionError("not a line of a table: " + line);
      }
    }
  }

  /**
   * The table of a version.
   *
   * @param version 1.6, 2.0.1 or 2.1
   */
  public static StandardTable of(String version) {
    return TABLES.computeIfAbsent(version, StandardTable::new);
  }

  /** Every action and who sends its request. */
  public SortedMap<String, Sender> actions() {
    return actions;
  }

  /**
   * A message as a JSON schema.
   *
   * @param message {@code Authorize} and {@code AuthorizeResponse} in 1.6, {@code AuthorizeRequest}
   *     and {@code AuthorizeResponse} in 2.x
   * @throws AssertionError if the version has no such message
   */
  public JsonNode schema(String message) {
    ObjectNode fields = messages.get(message);
    if (fields == null) {
      throw new AssertionError("the standard has no message " + message);
    }
    ObjectNode schema = fields.deepCopy();
    ObjectNode definitions = schema.putObject("definitions");
    types.forEach(definitions::set);
    return schema;
  }

  /** What the standard says against a payload; empty if nothing. */
  public List<Error> errors(String message, String payload) {
    return validators
        .computeIfAbsent(
            message, name -> registry.getSchema(schema(name).toString(), InputFormat.JSON))
        .validate(
            payload,
            InputFormat.JSON,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }

  private static List<String> lines(String version) {
    String name = "ocpp-" + version + ".txt";
    try (InputStream in = StandardTable.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addAction(String text) {
    String[] words = text.split(" ");
    actions.put(words[0], Sender.valueOf(words[1]));
  }

  private void addEnum(String text) {
    String[] halves = text.split(": ", 2);
    ObjectNode type = NODES.objectNode().put("type", "string");
    for (String constant : halves[1].split(" \\| ")) {
      type.withArray("enum").add(constant);
    }
    types.put(halves[0], type);
  }

  private static ObjectNode object(boolean closed) {
    ObjectNode object = NODES.objectNode().put("type", "object");
    if (closed) {
      object.put("additionalProperties", false);
    }
    object.putObject("properties");
    return object;
  }

  private static void addField(ObjectNode object, String line) {
    Matcher field = FIELD.matcher(line);
    if (!field.matches()) {
      throw new AssertionError("not a field of a table: " + line);
    }
    object.withObjectProperty("properties").set(field.group(1), type(field.group(3)));
    if (!field.group(2).isEmpty()) {
      object.withArrayProperty("required").add(field.group(1));
    }
  }

  private static ObjectNode type(String text) {
    Matcher list = LIST.matcher(text);
    if (list.matches()) {
      ObjectNode type = NODES.objectNode().put("type", "array");
      type.set("items", type(list.group(3)));
      if (!list.group(1).equals("0")) {
        type.put("minItems", Integer.parseInt(list.group(1)));
      }
      if (!list.group(2).isEmpty()) {
        type.put("maxItems", Integer.parseInt(list.group(2)));
      }
      return type;
    }
    Matcher scalar = SCALAR.matcher(text);
    return scalar.matches()
        ? scalar(scalar)
        : NODES.objectNode().put("$ref", "#/definitions/" + text);
  }

  private static ObjectNode scalar(Matcher scalar) {
    ObjectNode type = NODES.objectNode();
    switch (scalar.group(1)) {
      case "any" -> {}
      case "dateTime" -> type.put("type", "string").put("format", "date-time");
      case "uri" -> type.put("type", "string").put("format", "uri");
      default -> type.put("type", scalar.group(1));
    }
    if (scalar.group(2) != null) {
      type.put("maxLength", Integer.parseInt(scalar.group(2)));
    }
    putDecimal(type, "minimum", scalar.group(3));
    putDecimal(type, "maximum", scalar.group(4));
    putDecimal(type, "multipleOf", scalar.group(5));
    return type;
  }

  private static void putDecimal(ObjectNode type, String keyword, String text) {
    if (text != null && !text.isEmpty()) {
      type.put(keyword, new BigDecimal(text));
    }
  }
}
