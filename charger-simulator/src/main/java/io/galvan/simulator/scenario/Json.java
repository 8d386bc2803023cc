package io.galvan.simulator.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads and writes JSON trees. */
final class Json {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** The tree of a text; missing when it is no JSON. */
  static JsonNode parse(String text) {
    try {
      JsonNode tree = MAPPER.readTree(text);
      return tree == null ? MAPPER.missingNode() : tree;
    } catch (JsonProcessingException noJson) {
      return MAPPER.missingNode();
    }
  }
}
