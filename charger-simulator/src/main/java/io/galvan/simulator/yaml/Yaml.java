package io.galvan.simulator.yaml;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads YAML into trees whose objects and lists know the line of each of their members. */
public final class Yaml {
  private static final long MAX_BYTES = 1 << 20;
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .build());

  /** An object as it was read. */
  private static final class Lined extends ObjectNode {
    private static final long serialVersionUID = 1L;
    private final int line;
    private final Map<String, Integer> lines = new HashMap<>();

    Lined(int line) {
      super(JsonNodeFactory.instance);
      this.line = line;
    }
  }

  /** A list as it was read. */
  private static final class LinedList extends ArrayNode {
    private static final long serialVersionUID = 1L;
    private final int line;
    private final List<Integer> lines = new ArrayList<>();

    LinedList(int line) {
      super(JsonNodeFactory.instance);
      this.line = line;
    }
  }

  private Yaml() {}

  /** The text of a file of at most 1 MB. */
  public static String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new YamlException(Place.of(file.toString()), "a file has at most 1 MB");
      }
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new YamlException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  /**
   * Reads a text of one document; a field that stands twice, and an alias, are errors.
   *
   * @param source what errors call it
   */
  public static JsonNode parse(String source, String yaml) {
    try (JsonParser parser = MAPPER.createParser(yaml)) {
      if (parser.nextToken() == null) {
        return MissingNode.getInstance();
      }
      JsonNode tree = node(source, parser);
      if (parser.nextToken() != null) {
        throw new YamlException(
            Place.of(source).at(line(parser)), "a file is one document, here begins another");
      }
      return tree;
    } catch (JsonProcessingException noYaml) {
      int line = noYaml.getLocation() == null ? 0 : noYaml.getLocation().getLineNr();
      throw new YamlException(
          Place.of(source).at(line) + ": no YAML: " + noYaml.getOriginalMessage(), noYaml);
    } catch (IOException unreadable) {
      throw new YamlException(source + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private static JsonNode node(String source, JsonParser parser) throws IOException {
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw new YamlException(
          Place.of(source).at(line(parser)),
          "aliases such as *" + parser.getText() + " are not known here");
    }
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Lined object = new Lined(line(parser));
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        object.lines.put(name, line(parser));
        parser.nextToken();
        object.set(name, node(source, parser));
      }
      return object;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      LinedList list = new LinedList(line(parser));
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.lines.add(line(parser));
        list.add(node(source, parser));
      }
      return list;
    }
    return MAPPER.readTree(parser);
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }

  /** The line at which an object or a list begins; 0 when it is not known. */
  public static int line(JsonNode tree) {
    return tree instanceof Lined object ? object.line : tree instanceof LinedList l ? l.line : 0;
  }

  /** The line of a field's name; 0 when it is not known. */
  public static int line(JsonNode object, String name) {
    return object instanceof Lined lined ? lined.lines.getOrDefault(name, 0) : 0;
  }

  /** The line of an element of a list; 0 when it is not known. */
  public static int line(JsonNode list, int index) {
    return list instanceof LinedList lined && index < lined.lines.size()
        ? lined.lines.get(index)
        : 0;
  }
}
