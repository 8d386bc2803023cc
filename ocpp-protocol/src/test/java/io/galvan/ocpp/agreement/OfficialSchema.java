package io.galvan.ocpp.agreement;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.NoResponse;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v2.Actions2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** One official schema of a version with the record that must agree with it. */
record OfficialSchema(
    OcppVersion version,
    String name,
    Class<? extends Record> type,
    JsonNode root,
    Schema validator) {
  private static final Path FOLDER = Path.of("../../shared/ocpp/schemas");

  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4);
  private static final SchemaRegistry REGISTRY_2 =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_6);

  /** The schemas of every request and response; skips the test where they are not at hand. */
  static List<OfficialSchema> all() {
    Assumptions.assumeTrue(Files.isDirectory(FOLDER), "the official schemas are not in " + FOLDER);
    List<OfficialSchema> all = new ArrayList<>();
    for (Action<?, ?> action : Actions16.TABLE.all()) {
      all.add(load(OcppVersion.V1_6, action.name(), action.request()));
      all.add(load(OcppVersion.V1_6, action.name() + "Response", action.response()));
    }
    for (OcppVersion version : List.of(OcppVersion.V2_0_1, OcppVersion.V2_1)) {
      for (Action<?, ?> action : Actions2.table(version).all()) {
        boolean answered = action.response() != NoResponse.class;
        all.add(load(version, action.name() + (answered ? "Request" : ""), action.request()));
        if (answered) {
          all.add(load(version, action.name() + "Response", action.response()));
        }
      }
    }
    return all;
  }

  private static OfficialSchema load(
      OcppVersion version, String name, Class<? extends Record> type) {
    try {
      String folder =
          switch (version) {
            case V1_6 -> "1.6";
            case V2_0_1 -> "2.0.1";
            case V2_1 -> "2.1";
          };
      String text = Files.readString(FOLDER.resolve(folder).resolve(name + ".json"));
      SchemaRegistry registry = version == OcppVersion.V1_6 ? REGISTRY : REGISTRY_2;
      return new OfficialSchema(
          version, name, type, JSON.readTree(text), registry.getSchema(text, InputFormat.JSON));
    } catch (IOException e) {
      throw new AssertionError("no schema for " + name, e);
    }
  }

  Shape<?> shape() {
    return Shape.of(type, version);
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
    return version + " " + name;
  }
}
