package io.galvan.ocpp.shape;

import com.fasterxml.jackson.core.JsonToken;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.ocpp.rpc.ErrorCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a tolerant reading makes of values that are not as they should be: the value where its
 * meaning is clear, null for absent where it may be absent, else a violation.
 */
final class Repairs {
  private final RecordReader reader;

  Repairs(RecordReader reader) {
    this.reader = reader;
  }

  /** Whether the current value is a string of nothing. */
  boolean blank() throws IOException {
    return reader.parser.currentToken() == JsonToken.VALUE_STRING
        && reader.parser.getText().isBlank();
  }

  /** A string that came as something else. */
  @Nullable Object text(Slot slot) throws IOException {
    if (reader.parser.currentToken().isStructStart()) {
      if (slot.field.maxLength() != null) {
        throw reader.violation(ErrorCode.TypeConstraintViolation, "not a string");
      }
      String sign = reader.rawText();
      String text = Json.textOf(reader.parser);
      reader.deviate(DeviationKind.StructureForString, sign, text);
      return text;
    }
    String text = reader.parser.getText();
    reader.deviate(DeviationKind.StringAsNumber, text, text);
    return fit(slot, text);
  }

  /**
   * A string that is too long, has NUL characters or halves of surrogate pairs, or is none of those
   * that the version has.
   */
  @Nullable Object fit(Slot slot, String raw) {
    String text = Texts.withoutNul(raw);
    if (text.length() < raw.length()) {
      reader.deviate(DeviationKind.NulCharacter, raw, text);
    }
    String paired = Texts.paired(text);
    if (!paired.equals(text)) {
      reader.deviate(DeviationKind.UnpairedSurrogate, text, paired);
      text = paired;
    }
    Integer most = slot.field.maxLength();
    if (most == null || !slot.tooLong(text)) {
      return oneOf(slot, text);
    }
    if (slot.truncatable) {
      String cut = text.substring(0, text.offsetByCodePoints(0, most));
      reader.deviate(DeviationKind.StringTooLong, raw, cut);
      return cut;
    }
    if (slot.keptLong) {
      reader.deviate(DeviationKind.StringTooLong, raw, text);
      return text;
    }
    if (slot.field.required() || slot.field.list() || slot.essential) {
      return reader.checked(slot, text);
    }
    reader.deviate(DeviationKind.StringTooLong, raw, "");
    return null;
  }

  /** A string that later versions leave open is kept, whatever the texts of this version are. */
  private Object oneOf(Slot slot, String text) {
    List<String> texts = slot.field.enumValues();
    if (texts.isEmpty() || texts.contains(text)) {
      return reader.checked(slot, text);
    }
    for (String known : texts) {
      if (known.equalsIgnoreCase(text.strip())) {
        reader.deviate(DeviationKind.EnumLetterCase, text, known);
        return known;
      }
    }
    reader.deviate(DeviationKind.UnknownEnumValue, text, text);
    return text;
  }

  /** An integer that came with a fraction or as a string. */
  @Nullable Object integer(Slot slot) throws IOException {
    BigDecimal number = number("an integer");
    if (number == null) {
      return null;
    }
    BigDecimal whole = number.setScale(0, RoundingMode.HALF_UP);
    if (!slot.rounded && whole.compareTo(number) != 0) {
      throw reader.violation(ErrorCode.TypeConstraintViolation, "not an integer");
    }
    if (number.scale() > 0) {
      reader.deviate(
          DeviationKind.FractionForInteger, number.toPlainString(), whole.toPlainString());
    }
    if (whole.toBigInteger().bitLength() > (slot.field.wide() ? 63 : 31)) {
      throw reader.violation(ErrorCode.PropertyConstraintViolation, RecordReader.outOfWidth(slot));
    }
    return reader.checked(slot, slot.integer(whole.longValue()));
  }

  /** A decimal that came as a string. */
  @Nullable Object decimal(Slot slot) throws IOException {
    BigDecimal number = number("a number");
    return number == null ? null : reader.checked(slot, number);
  }

  private @Nullable BigDecimal number(String due) throws IOException {
    JsonToken token = reader.parser.currentToken();
    if (blank()) {
      reader.deviate(DeviationKind.EmptyString, reader.rawText(), "");
      return null;
    }
    String text = reader.rawText();
    if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_FLOAT) {
      BigDecimal number = parse(text.strip());
      if (number != null) {
        if (token == JsonToken.VALUE_STRING) {
          reader.deviate(DeviationKind.NumberAsString, text, number.toPlainString());
        }
        return number;
      }
    }
    throw reader.violation(ErrorCode.TypeConstraintViolation, "not " + due);
  }

  /**
   * A number of bounded length and exponent: anything larger would be written out digit by digit.
   */
  private static @Nullable BigDecimal parse(String text) {
    if (text.length() > Json.MAX_NUMBER_LENGTH) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return Math.abs((long) number.scale()) > Json.MAX_NUMBER_LENGTH ? null : number;
    } catch (NumberFormatException notOne) {
      return null;
    }
  }

  /** A boolean that came as a string or a number. */
  @Nullable Object bool() throws IOException {
    if (blank()) {
      reader.deviate(DeviationKind.EmptyString, reader.rawText(), "");
      return null;
    }
    String raw = reader.rawText();
    String text = raw.strip().toLowerCase(Locale.ROOT);
    boolean yes = text.equals("true") || text.equals("1");
    if (!yes && !text.equals("false") && !text.equals("0")) {
      throw reader.violation(ErrorCode.TypeConstraintViolation, "not a boolean");
    }
    reader.deviate(DeviationKind.BooleanAsOther, raw, String.valueOf(yes));
    return yes;
  }

  /** A string that is no time of RFC 3339, or a number. */
  @Nullable Object time(Slot slot) throws IOException {
    JsonToken token = reader.parser.currentToken();
    if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
      throw reader.violation(ErrorCode.TypeConstraintViolation, "not a string");
    }
    String raw = reader.parser.getText();
    if (raw.isBlank()) {
      reader.deviate(DeviationKind.EmptyString, raw, "");
      return null;
    }
    Times.Repaired repaired = Times.repair(raw);
    if (repaired != null) {
      reader.deviate(repaired.kind(), raw, Times.text(repaired.time()));
      return repaired.time();
    }
    if (slot.field.required() || slot.field.list()) {
      throw reader.violation(ErrorCode.PropertyConstraintViolation, "not a time");
    }
    reader.deviate(DeviationKind.UnreadableTime, raw, "");
    return null;
  }

  /** A text that is none of an enum's. */
  @Nullable Object constant(Slot slot, WireEnum constants) throws IOException {
    if (reader.parser.currentToken().isStructStart()) {
      throw reader.violation(ErrorCode.TypeConstraintViolation, "not a string");
    }
    String raw = reader.parser.getText();
    String text = raw.strip();
    if (text.isEmpty()) {
      reader.deviate(DeviationKind.EmptyString, raw, "");
      return null;
    }
    Enum<?> similar = constants.findIgnoringCase(text);
    if (similar != null) {
      reader.deviate(DeviationKind.EnumLetterCase, raw, constants.text(similar).getValue());
      return similar;
    }
    Enum<?> meant = constants.findAlias(text);
    if (meant == null) {
      meant = constants.fallback();
    }
    boolean mayBeAbsent = !slot.field.required() && !slot.field.list() && !slot.essential;
    if (meant == null && !mayBeAbsent) {
      throw reader.violation(ErrorCode.PropertyConstraintViolation, "not one of the enum's values");
    }
    reader.deviate(
        DeviationKind.UnknownEnumValue, raw, meant == null ? "" : constants.text(meant).getValue());
    return meant;
  }
}
