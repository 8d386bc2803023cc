package io.galvan.ocpp.shape;

import io.galvan.ocpp.OcppVersion;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field of a message, with every constraint the standard puts on it; enough to draw a form.
 *
 * @param name the name in JSON
 * @param kind the kind of the value, or of each item of a list
 * @param list whether the field is an array
 * @param required whether it must be there
 * @param wide whether an integer has 64 bits, not 32
 * @param maxLength the most characters of a string
 * @param minItems the fewest items of a list
 * @param maxItems the most items of a list
 * @param min the least legal number
 * @param max the greatest legal number
 * @param multipleOf the step of a decimal
 * @param uri whether a string must be an absolute URI
 * @param enumValues the legal texts of an enum in the order of the standard, else empty
 * @param nested the shape of an object
 * @param since the first version that has the field
 */
public record Field(
    String name,
    Kind kind,
    boolean list,
    boolean required,
    boolean wide,
    @Nullable Integer maxLength,
    int minItems,
    int maxItems,
    @Nullable BigDecimal min,
    @Nullable BigDecimal max,
    @Nullable BigDecimal multipleOf,
    boolean uri,
    List<String> enumValues,
    @Nullable Shape<?> nested,
    OcppVersion since) {

  /** What a value is in JSON. */
  public enum Kind {
    STRING,
    INTEGER,
    DECIMAL,
    BOOLEAN,
    /** A string in the form of RFC 3339. */
    TIME,
    /** A string out of a list. */
    ENUM,
    OBJECT,
    /** Any JSON value. */
    JSON
  }
}
