package io.galvan.charger.devicemodel;

import io.galvan.contract.devicemodel.DeviceModels.Characteristics;
import io.galvan.platform.error.GalvanException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a text may be a variable's value, by its characteristics. */
public final class ValueText {
  private ValueText() {}

  /** Throws INVALID with the field where the value cannot be. */
  public static void check(String field, @Nullable Characteristics told, String value) {
    if (value.length() > Stored.VALUE || value.indexOf('\0') >= 0) {
      throw GalvanException.invalid(
          field, "must have " + Stored.VALUE + " characters at most, and no U+0000");
    }
    String problem = told == null ? null : problem(told, value);
    if (problem != null) {
      throw GalvanException.invalid(field, problem);
    }
  }

  private static @Nullable String problem(Characteristics told, String value) {
    return switch (told.dataType().toLowerCase(Locale.ROOT)) {
      case "boolean" ->
          value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")
              ? null
              : "must be true or false";
      case "integer" ->
          value.matches("[+-]?\\d{1,100}") ? bounds(told, value) : "must be a whole number";
      case "decimal" ->
          value.matches("[+-]?\\d{1,50}(\\.\\d{1,50})?")
              ? bounds(told, value)
              : "must be a number like 12.5";
      case "datetime" -> isTime(value) ? null : "must be a time like 2026-03-01T12:00:00Z";
      case "optionlist" -> options(told, List.of(value));
      case "memberlist" -> list(told, value, true);
      case "sequencelist" -> list(told, value, false);
      default -> length(told, value);
    };
  }

  private static @Nullable String bounds(Characteristics told, String value) {
    BigDecimal number = new BigDecimal(value);
    if (told.minLimit() != null && number.compareTo(told.minLimit()) < 0) {
      return "must be " + told.minLimit().toPlainString() + " at least";
    }
    return told.maxLimit() != null && number.compareTo(told.maxLimit()) > 0
        ? "must be " + told.maxLimit().toPlainString() + " at most"
        : null;
  }

  /** The limits of a text are those of its length (2.0.1 part 2, VariableCharacteristicsType). */
  private static @Nullable String length(Characteristics told, String value) {
    BigDecimal length = BigDecimal.valueOf(value.length());
    if (told.maxLimit() != null && length.compareTo(told.maxLimit()) > 0) {
      return "must have " + told.maxLimit().toPlainString() + " characters at most";
    }
    return told.minLimit() != null && length.compareTo(told.minLimit()) < 0
        ? "must have " + told.minLimit().toPlainString() + " characters at least"
        : null;
  }

  private static @Nullable String list(Characteristics told, String value, boolean once) {
    if (value.isBlank()) {
      return null;
    }
    List<String> members = Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    if (told.maxElements() != null && members.size() > told.maxElements()) {
      return "may name " + told.maxElements();
    }
    if (once && new HashSet<>(members).size() < members.size()) {
      return "may name each once";
    }
    String length = length(told, value);
    return length == null ? options(told, members) : length;
  }

  private static @Nullable String options(Characteristics told, List<String> values) {
    if (told.valuesList() == null || told.valuesList().isBlank()) {
      return null;
    }
    Set<String> options = new HashSet<>();
    Arrays.stream(told.valuesList().split(","))
        .forEach(option -> options.add(option.strip().toLowerCase(Locale.ROOT)));
    return values.stream()
        .filter(value -> !options.contains(value.toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(value -> "\"" + value + "\" is none of " + told.valuesList())
        .orElse(null);
  }

  private static boolean isTime(String value) {
    try {
      OffsetDateTime.parse(value);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
