package io.galvan.simulator.control;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of one command; what it does not know, or of another type, is refused. */
record Body(JsonObject fields) {
  private static final int BAD = 400;

  /** Checks that there are no other fields than those. */
  void only(Set<String> known) {
    for (String name : fields.fieldNames()) {
      if (!known.contains(name)) {
        throw new Refusal(BAD, "there is no field '" + name + "' here; there are " + known);
      }
    }
  }

  String text(String name) {
    if (fields.getValue(name) instanceof String text) {
      return text;
    }
    throw new Refusal(BAD, "the field '" + name + "' is needed, as a text");
  }

  String text(String name, String usual) {
    return fields.getValue(name) == null ? usual : text(name);
  }

  @Nullable String optional(String name) {
    return fields.getValue(name) == null ? null : text(name);
  }

  double number(String name, double usual) {
    Object value = fields.getValue(name);
    if (value == null) {
      return usual;
    }
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw new Refusal(BAD, "'" + name + "' must be a number");
  }

  long whole(String name, long usual) {
    double number = number(name, usual);
    if (number != Math.rint(number) || Math.abs(number) > 1L << 53) {
      throw new Refusal(BAD, "'" + name + "' must be a whole number");
    }
    return (long) number;
  }

  boolean flag(String name, boolean usual) {
    Object value = fields.getValue(name);
    if (value == null) {
      return usual;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw new Refusal(BAD, "'" + name + "' must be true or false");
  }

  /** A connector of a station that has so many; 1 if it is not given. */
  int connector(int connectors) {
    long connector = whole("connector", 1);
    if (connector < 1 || connector > connectors) {
      throw new Refusal(BAD, "there is no connector " + connector + ", but 1 to " + connectors);
    }
    return (int) connector;
  }

  /** A frame as any text, or as an array. */
  String frame() {
    Object frame = fields.getValue("frame");
    if (frame instanceof JsonArray array) {
      return array.encode();
    }
    if (frame != null) {
      throw new Refusal(BAD, "'frame' must be an array; any other text is 'text'");
    }
    return text("text");
  }
}
