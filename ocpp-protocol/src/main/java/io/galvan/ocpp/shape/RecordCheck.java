package io.galvan.ocpp.shape;

import io.galvan.ocpp.rpc.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds records built in Java against their constraints. */
final class RecordCheck {
  private RecordCheck() {}

  static void check(Shape<?> shape, Object record, String path) {
    for (Slot slot : shape.slots()) {
      Object value = slot.get(record);
      String at = path + "." + slot.field.name();
      if (value == null) {
        if (slot.field.required()) {
          throw new Violation(ErrorCode.OccurrenceConstraintViolation, at, "required");
        }
      } else if (slot.field.list()) {
        List<?> items = (List<?>) value;
        String problem = slot.itemsProblem(items.size());
        if (problem != null) {
          throw new Violation(ErrorCode.OccurrenceConstraintViolation, at, problem);
        }
        for (int i = 0; i < items.size(); i++) {
          one(slot, items.get(i), at + "[" + i + "]");
        }
      } else {
        one(slot, value, at);
      }
    }
  }

  private static void one(Slot slot, @Nullable Object value, String path) {
    if (value == null) {
      throw new Violation(ErrorCode.TypeConstraintViolation, path, "null");
    }
    String problem = slot.problem(value);
    if (problem != null) {
      throw new Violation(ErrorCode.PropertyConstraintViolation, path, problem);
    }
    if (slot.nested != null) {
      check(slot.nested, value, path);
    }
  }
}
