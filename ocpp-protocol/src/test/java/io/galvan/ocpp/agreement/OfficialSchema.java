package io.galvan.ocpp.agreement;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.Error;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.NoResponse;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.testing.StandardTable;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v2.Actions2;
import java.util.ArrayList;
import java.util.List;

/** A message of the standard with the record that must agree with it. */
record OfficialSchema(
    OcppVersion version,
    String name,
    Class<? extends Record> type,
    JsonNode root,
    StandardTable table) {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  /** What the standard says of every request and response. */
  static List<OfficialSchema> all() {
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
    StandardTable table = table(version);
    return new OfficialSchema(version, name, type, table.schema(name), table);
  }

  static StandardTable table(OcppVersion version) {
    return StandardTable.of(version.subprotocol().substring("ocpp".length()));
  }

  Shape<?> shape() {
    return Shape.of(type, version);
  }

  List<Error> errors(String json) {
    return table.errors(name, json);
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
