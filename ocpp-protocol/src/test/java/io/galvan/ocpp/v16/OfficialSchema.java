package io.galvan.ocpp.v16;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.shape.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** One official schema of OCPP 1.6 with the record that must agree with it. */
record OfficialSchema(String name, Class<? extends Record> type, JsonNode root, Schema validator) {
  static final Path FOLDER = Path.of("../../shared/ocpp/schemas/1.6");

  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4);

  /** The schemas of every request and response; skips the test where they are not at hand. */
  static List<OfficialSchema> all() {
    Assumptions.assumeTrue(Files.isDirectory(FOLDER), "the official schemas are not in " + FOLDER);
    List<OfficialSchema> all = new ArrayList<>();
    for (Action<?, ?> action : Actions16.TABLE.all()) {
      all.add(load(action.name(), action.request()));
      all.add(load(action.name() + "Response", action.response()));
    }
    return all;
  }

  private static OfficialSchema load(String name, Class<? extends Record> type) {
    try {
      String text = Files.readString(FOLDER.resolve(name + ".json"));
      return new OfficialSchema(
          name, type, JSON.readTree(text), REGISTRY.getSchema(text, InputFormat.JSON));
    } catch (IOException e) {
      throw new AssertionError("no schema for " + name, e);
    }
  }

  Shape<?> shape() {
    return Shape.of(type);
  }

  List<Error> errors(String json) {
    return validator.validate(
        json,
        InputFormat.JSON,
        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }

  /** A sub-schema with its reference followed. */
  JsonNode resolve(JsonNode schema) {
    return schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
  }

  @Override
  public String toString() {
    return name;
  }
}
