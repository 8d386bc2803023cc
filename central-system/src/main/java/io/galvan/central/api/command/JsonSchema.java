package io.galvan.central.api.command;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Field;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v2.CustomData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells the shape of a record as JSON Schema, draft 2020-12, with the records in it as $defs. */
final class JsonSchema {
  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

  private final OcppVersion version;
  private final Map<String, Object> definitions = new LinkedHashMap<>();

  private JsonSchema(OcppVersion version) {
    this.version = version;
  }

  /** The schema of a payload in a version. */
  static Map<String, Object> of(Class<? extends Record> type, OcppVersion version) {
    JsonSchema made = new JsonSchema(version);
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", DRAFT);
    schema.put("title", type.getSimpleName());
    schema.putAll(made.object(Shape.of(type, version)));
    if (!made.definitions.isEmpty()) {
      schema.put("$defs", made.definitions);
    }
    return schema;
  }

  private Map<String, Object> object(Shape<?> shape) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    Map<String, Object> properties = new LinkedHashMap<>();
    shape.fields().forEach(field -> properties.put(field.name(), property(field)));
    List<String> required =
        shape.fields().stream().filter(Field::required).map(Field::name).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("properties", properties);
    // What a vendor adds to customData is its own.
    schema.put("additionalProperties", shape.type() == CustomData.class);
    return schema;
  }

  private Map<String, Object> property(Field field) {
    Map<String, Object> value = value(field);
    if (!field.list()) {
      return value;
    }
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("type", "array");
    if (field.minItems() > 0) {
      list.put("minItems", field.minItems());
    }
    if (field.maxItems() < Integer.MAX_VALUE) {
      list.put("maxItems", field.maxItems());
    }
    list.put("items", value);
    return list;
  }

  private Map<String, Object> value(Field field) {
    Map<String, Object> value = new LinkedHashMap<>();
    switch (field.kind()) {
      case STRING -> string(field, value);
      case TIME -> {
        value.put("type", "string");
        value.put("format", "date-time");
      }
      case ENUM -> {
        value.put("type", "string");
        value.put("enum", field.enumValues());
      }
      case INTEGER -> {
        value.put("type", "integer");
        value.put("format", field.wide() ? "int64" : "int32");
        bounds(field, value);
      }
      case DECIMAL -> {
        value.put("type", "number");
        bounds(field, value);
      }
      case BOOLEAN -> value.put("type", "boolean");
      case OBJECT -> value.put("$ref", reference(field));
      case JSON -> {
        // Any value at all: the schema without a word.
      }
    }
    return value;
  }

  private static void string(Field field, Map<String, Object> value) {
    value.put("type", "string");
    if (field.maxLength() != null) {
      value.put("maxLength", field.maxLength());
    }
    if (field.uri()) {
      value.put("format", "uri");
    }
    if (!field.enumValues().isEmpty()) {
      value.put("enum", field.enumValues());
    }
  }

  private static void bounds(Field field, Map<String, Object> value) {
    if (field.min() != null) {
      value.put("minimum", field.min());
    }
    if (field.max() != null) {
      value.put("maximum", field.max());
    }
    if (field.multipleOf() != null) {
      value.put("multipleOf", field.multipleOf());
    }
  }

  private String reference(Field field) {
    Shape<?> nested = field.nested();
    if (nested == null) {
      throw new IllegalStateException("an object has a shape: " + field.name());
    }
    String name = nested.type().getSimpleName();
    if (!definitions.containsKey(name)) {
      // Its place is taken before it is made, so that a record within itself comes to an end.
      definitions.put(name, Map.of());
      Shape<?> ofVersion = Shape.of(nested.type(), version);
      definitions.put(name, object(ofVersion));
    }
    return "#/$defs/" + name;
  }
}
