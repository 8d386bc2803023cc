package io.galvan.ocpp.shape;

import com.fasterxml.jackson.core.JsonGenerator;
import io.galvan.ocpp.rpc.ErrorCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes records as JSON objects. */
final class RecordWriter {
  private RecordWriter() {}

  static void write(JsonGenerator generator, Shape<?> shape, Object record) throws IOException {
    generator.writeStartObject();
    for (Slot slot : shape.slots()) {
      Object value = slot.get(record);
      if (value == null) {
        if (slot.field.required()) {
          String path = "$." + slot.field.name();
          throw new Violation(ErrorCode.OccurrenceConstraintViolation, path, "required");
        }
        continue;
      }
      generator.writeFieldName(slot.name);
      if (slot.field.list()) {
        generator.writeStartArray();
        for (Object item : (List<?>) value) {
          one(generator, slot, Objects.requireNonNull(item, slot.field.name()));
        }
        generator.writeEndArray();
      } else {
        one(generator, slot, value);
      }
    }
    for (Map.Entry<String, Json> open : shape.restOf(record).entrySet()) {
      generator.writeFieldName(open.getKey());
      generator.writeRawValue(open.getValue().text());
    }
    generator.writeEndObject();
  }

  private static void one(JsonGenerator generator, Slot slot, Object value) throws IOException {
    switch (slot.kind) {
      case STRING -> generator.writeString((String) value);
      case INTEGER -> generator.writeNumber(((Number) value).longValue());
      case DECIMAL -> generator.writeNumber(((BigDecimal) value).toPlainString());
      case BOOLEAN -> generator.writeBoolean((Boolean) value);
      case TIME -> generator.writeString(Times.text((OffsetDateTime) value));
      case ENUM -> {
        WireEnum constants = Objects.requireNonNull(slot.constants);
        generator.writeString(constants.text((Enum<?>) value));
      }
      case OBJECT -> write(generator, Objects.requireNonNull(slot.nested), value);
      case JSON -> generator.writeRawValue(((Json) value).text());
    }
  }
}
