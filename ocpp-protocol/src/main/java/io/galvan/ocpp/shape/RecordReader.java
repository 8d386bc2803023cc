package io.galvan.ocpp.shape;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Reading;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one payload. What is exactly right is read here; everything else goes to {@link Repairs} in
 * a tolerant reading, and is a violation in a strict one.
 */
final class RecordReader {
  private static final int NAME_BOUND = 64;

  /** A message with more parts that cannot be read is not worth the time. */
  private static final int MOST_LEFT_OUT = 1_000;

  final JsonParser parser;
  private final boolean tolerant;
  private final List<Deviation> deviations;
  private final InstantSource received;
  // Where the payload begins: paths are worked out backwards to here, only when one is asked for.
  private final @Nullable JsonStreamContext base;
  private final Repairs repairs;
  private int leftOut;

  RecordReader(
      JsonParser parser, Reading reading, List<Deviation> deviations, InstantSource received) {
    this.parser = parser;
    this.received = received;
    this.tolerant = reading == Reading.TOLERANT;
    this.deviations = deviations;
    this.repairs = new Repairs(this);
    JsonStreamContext here = parser.getParsingContext();
    JsonToken token = parser.currentToken();
    this.base = token != null && token.isStructStart() ? here.getParent() : here;
  }

  Object payload(Shape<?> shape) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return record(shape);
    }
    boolean empty =
        token == JsonToken.VALUE_NULL
            || (token == JsonToken.START_ARRAY && parser.nextToken() == JsonToken.END_ARRAY);
    if (!tolerant || !empty) {
      throw new Violation(ErrorCode.FormatViolation, "$", "not an object");
    }
    deviate(DeviationKind.NullPayload, token == JsonToken.VALUE_NULL ? "null" : "[]", "{}");
    return construct(shape, shape.arguments());
  }

  private Object record(Shape<?> shape) throws IOException {
    JsonStreamContext here = parser.getParsingContext();
    @Nullable Object[] arguments = shape.arguments();
    long seen = 0;
    Map<String, Json> rest = null;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      Slot slot = shape.slot(name);
      parser.nextToken();
      if (slot == null) {
        if (shape.rest() >= 0) {
          rest = rest == null ? new LinkedHashMap<>() : rest;
          rest.put(name, new Json(Json.textOf(parser)));
        } else {
          unknownField();
        }
        continue;
      }
      long bit = 1L << slot.index;
      if ((seen & bit) != 0) {
        duplicateField();
      }
      seen |= bit;
      arguments[slot.index] = value(slot, here);
    }
    if (shape.rest() >= 0) {
      arguments[shape.rest()] = rest == null ? Map.of() : Collections.unmodifiableMap(rest);
    }
    return construct(shape, arguments);
  }

  private Object construct(Shape<?> shape, @Nullable Object[] arguments) {
    for (Slot slot : shape.slots()) {
      if (arguments[slot.index] == null && slot.field.required()) {
        arguments[slot.index] = missing(slot);
      }
    }
    return shape.construct(arguments);
  }

  private void unknownField() throws IOException {
    if (!tolerant) {
      throw violation(ErrorCode.FormatViolation, "unknown field");
    }
    deviate(DeviationKind.UnknownField, rawText(), "");
    parser.skipChildren();
  }

  private void duplicateField() throws IOException {
    if (!tolerant) {
      throw violation(ErrorCode.FormatViolation, "field given twice");
    }
    deviate(DeviationKind.DuplicateField, rawText(), rawText());
  }

  private Object missing(Slot slot) {
    String path = path() + "." + slot.field.name();
    if (tolerant && slot.field.list() && slot.field.minItems() == 0) {
      report(Deviation.of(path, DeviationKind.MissingOptionalContainer, "", "[]"));
      return List.of();
    }
    Object otherwise = tolerant ? slot.otherwise(received) : null;
    if (otherwise != null) {
      report(Deviation.of(path, DeviationKind.SubstitutedValue, "", slot.text(otherwise)));
      return otherwise;
    }
    throw new Violation(ErrorCode.OccurrenceConstraintViolation, path, "required");
  }

  private @Nullable Object value(Slot slot, JsonStreamContext record) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL && slot.kind != Field.Kind.JSON) {
      if (!tolerant) {
        throw violation(ErrorCode.TypeConstraintViolation, "null");
      }
      deviate(DeviationKind.NullOptionalField, "null", "");
      return null;
    }
    try {
      return slot.field.list() ? list(slot) : one(slot);
    } catch (Violation broken) {
      if (!tolerant) {
        throw broken;
      }
      return insteadOf(slot, record, broken);
    }
  }

  /** A value that cannot be read is left out where it is optional; a required one is replaced. */
  private @Nullable Object insteadOf(Slot slot, JsonStreamContext record, Violation broken)
      throws IOException {
    Object otherwise = slot.otherwise(received);
    if (otherwise == null && (slot.field.required() || slot.essential)) {
      throw broken;
    }
    leave(record, broken);
    if (otherwise == null) {
      deviate(DeviationKind.BrokenField, broken.text(), "");
    } else {
      deviate(DeviationKind.SubstitutedValue, broken.text(), slot.text(otherwise));
    }
    return otherwise;
  }

  /** Passes over the rest of a value that could not be read, to what holds it. */
  private void leave(JsonStreamContext holder, Violation broken) throws IOException {
    if (++leftOut > MOST_LEFT_OUT) {
      throw broken;
    }
    while (parser.getParsingContext() != holder) {
      parser.nextToken();
    }
  }

  private @Nullable Object list(Slot slot) throws IOException {
    List<Object> items = new ArrayList<>();
    Violation firstBroken = null;
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      JsonStreamContext here = parser.getParsingContext();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        try {
          Object item = item(slot);
          if (item != null) {
            items.add(item);
          }
        } catch (Violation broken) {
          if (!tolerant || slot.essential) {
            throw broken;
          }
          leave(here, broken);
          deviate(DeviationKind.BrokenElement, broken.text(), "");
          firstBroken = firstBroken == null ? broken : firstBroken;
        }
      }
    } else if (!tolerant) {
      throw violation(ErrorCode.TypeConstraintViolation, "not an array");
    } else if (repairs.blank()) {
      deviate(DeviationKind.EmptyString, rawText(), "");
      return null;
    } else {
      deviate(DeviationKind.ObjectForArray, rawText(), "[…]");
      Object item = one(slot);
      if (item != null) {
        items.add(item);
      }
    }
    String problem = slot.itemsProblem(items.size());
    if (problem != null) {
      boolean tooFew = items.size() < slot.field.minItems();
      if (tooFew && firstBroken != null) {
        throw firstBroken;
      }
      if (!tolerant || tooFew) {
        throw violation(ErrorCode.OccurrenceConstraintViolation, problem);
      }
      deviate(DeviationKind.TooManyItems, items.size() + " items", items.size() + " items");
    }
    return Collections.unmodifiableList(items);
  }

  private @Nullable Object item(Slot slot) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL && slot.kind != Field.Kind.JSON) {
      if (!tolerant) {
        throw violation(ErrorCode.TypeConstraintViolation, "null");
      }
      deviate(DeviationKind.BrokenElement, "null", "");
      return null;
    }
    return one(slot);
  }

  private @Nullable Object one(Slot slot) throws IOException {
    return switch (slot.kind) {
      case STRING -> text(slot);
      case INTEGER -> integer(slot);
      case DECIMAL -> decimal(slot);
      case BOOLEAN -> bool(slot);
      case TIME -> time(slot);
      case ENUM -> constant(slot);
      case OBJECT -> object(slot);
      case JSON -> new Json(Json.textOf(parser));
    };
  }

  private @Nullable Object text(Slot slot) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      wrongType("a string");
      return repairs.text(slot);
    }
    String text = parser.getText();
    if (!tolerant) {
      return checked(slot, text);
    }
    return slot.problem(text) == null && Texts.storable(text) ? text : repairs.fit(slot, text);
  }

  private @Nullable Object integer(Slot slot) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      wrongType("an integer");
      return repairs.integer(slot);
    }
    JsonParser.NumberType width = parser.getNumberType();
    if (width == JsonParser.NumberType.INT) {
      int value = parser.getIntValue();
      return checked(slot, slot.integer(value));
    }
    if (width == JsonParser.NumberType.LONG && slot.field.wide()) {
      return checked(slot, parser.getLongValue());
    }
    throw violation(ErrorCode.PropertyConstraintViolation, outOfWidth(slot));
  }

  static String outOfWidth(Slot slot) {
    return "an integer of more than " + (slot.field.wide() ? 64 : 32) + " bits";
  }

  private @Nullable Object decimal(Slot slot) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
      return checked(slot, parser.getDecimalValue());
    }
    wrongType("a number");
    return repairs.decimal(slot);
  }

  private @Nullable Object bool(Slot slot) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return token == JsonToken.VALUE_TRUE;
    }
    wrongType("a boolean");
    return repairs.bool();
  }

  private @Nullable Object time(Slot slot) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      wrongType("a string");
      return repairs.time(slot);
    }
    Object time =
        Times.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    if (time == null) {
      if (!tolerant) {
        throw violation(ErrorCode.PropertyConstraintViolation, "not a time of RFC 3339");
      }
      return repairs.time(slot);
    }
    return time;
  }

  private @Nullable Object constant(Slot slot) throws IOException {
    WireEnum constants = Objects.requireNonNull(slot.constants);
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      wrongType("a string");
      return repairs.constant(slot, constants);
    }
    Object constant =
        constants.find(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    if (constant == null) {
      if (!tolerant) {
        throw violation(ErrorCode.PropertyConstraintViolation, "not one of the enum's values");
      }
      return repairs.constant(slot, constants);
    }
    return constant;
  }

  private @Nullable Object object(Slot slot) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return record(Objects.requireNonNull(slot.nested));
    }
    wrongType("an object");
    if (!repairs.blank()) {
      throw violation(ErrorCode.TypeConstraintViolation, "not an object");
    }
    deviate(DeviationKind.EmptyString, rawText(), "");
    return null;
  }

  /** The value if it meets the slot's constraints. */
  Object checked(Slot slot, Object value) {
    String problem = slot.problem(value);
    if (problem != null) {
      throw violation(ErrorCode.PropertyConstraintViolation, problem);
    }
    return value;
  }

  private void wrongType(String due) {
    if (!tolerant) {
      throw violation(ErrorCode.TypeConstraintViolation, "not " + due);
    }
  }

  Violation violation(ErrorCode code, String problem) {
    return new Violation(code, path(), problem);
  }

  void deviate(DeviationKind kind, String raw, String repaired) {
    if (deviations.size() < Deviation.MOST) {
      report(Deviation.of(path(), kind, raw, repaired));
    }
  }

  private void report(Deviation deviation) {
    if (deviations.size() < Deviation.MOST) {
      deviations.add(deviation);
    }
  }

  /** The text of a scalar as it came; a sign for a structure. */
  String rawText() throws IOException {
    JsonToken token = parser.currentToken();
    return token == JsonToken.START_OBJECT
        ? "{…}"
        : token == JsonToken.START_ARRAY ? "[…]" : parser.getText();
  }

  /** The JSON path of where the parser is. */
  String path() {
    StringBuilder path = new StringBuilder(32);
    append(path, parser.getParsingContext());
    return path.toString();
  }

  private void append(StringBuilder path, @Nullable JsonStreamContext at) {
    if (at == null || at == base) {
      path.append('$');
      return;
    }
    append(path, at.getParent());
    String name = at.getCurrentName();
    if (at.inArray() && at.hasCurrentIndex()) {
      path.append('[').append(at.getCurrentIndex()).append(']');
    } else if (at.inObject() && name != null) {
      path.append('.').append(name, 0, Math.min(name.length(), NAME_BOUND));
    }
  }
}
