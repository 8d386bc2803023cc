package io.galvan.auth.block;

import io.galvan.platform.error.GalvanException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks of request fields; what is wrong becomes an INVALID fault that names the field. */
public final class Fields {
  private static final int MAX_PAGE = 500;

  private Fields() {}

  /** Text that must be there; requests come from JSON, so even a required field may be null. */
  public static String required(String field, @Nullable String value, int least, int most) {
    String text = optional(field, value, most);
    if (text == null || text.isBlank() || length(text) < least) {
      throw GalvanException.invalid(
          field, field + " must have " + least + " to " + most + " characters");
    }
    return text;
  }

  /** Text that may be left out. */
  public static @Nullable String optional(String field, @Nullable String value, int most) {
    if (value == null) {
      return null;
    }
    if (length(value) > most) {
      throw GalvanException.invalid(field, field + " must have at most " + most + " characters");
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw GalvanException.invalid(field, field + " must not hold control characters");
    }
    return value;
  }

  /** The page size, 1 to 500. */
  public static int limit(int limit) {
    if (limit < 1 || limit > MAX_PAGE) {
      throw GalvanException.invalid("limit", "limit must be from 1 to " + MAX_PAGE);
    }
    return limit;
  }

  /** The spelling under which texts that differ in letter case only are one. */
  public static String key(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  public static @Nullable String keyOrNull(@Nullable String text) {
    return text == null ? null : key(text);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
