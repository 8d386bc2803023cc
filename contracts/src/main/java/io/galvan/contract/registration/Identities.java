package io.galvan.contract.registration;

import io.galvan.platform.error.GalvanException;

/**
 * The one rule of charging station identities: what may be one (OCPP-J, 3.1.1; 2.x bounds it to 48
 * characters), and when two texts are the same one. Only ASCII letters have two cases, here as in
 * the database, whose {@code lower()} under collation "C" is the same rule.
 */
public final class Identities {
  /** The longest identity, in characters. */
  public static final int MAX_LENGTH = 48;

  private Identities() {}

  /**
   * Printable, without a slash, without space around it, 1 to 48 characters, and neither "." nor
   * "..", which no URL can name.
   */
  public static boolean isIdentity(String text) {
    int length = text.codePointCount(0, text.length());
    return length >= 1
        && length <= MAX_LENGTH
        && !text.equals(".")
        && !text.equals("..")
        && text.codePoints().allMatch(Identities::isAllowed)
        && text.equals(text.strip());
  }

  /**
   * The identity, or an INVALID fault that names the field.
   *
   * @param field the request's field that holds it
   */
  public static String check(String field, String identity) {
    if (identity == null || !isIdentity(identity)) {
      throw GalvanException.invalid(
          field,
          field
              + " must have 1 to 48 printable characters, without '/' and without space around it,"
              + " and not be \".\" or \"..\"");
    }
    return identity;
  }

  private static boolean isAllowed(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> codePoint != '/';
    };
  }

  /** Whether both texts name the same station. */
  public static boolean same(String one, String other) {
    if (one.length() != other.length()) {
      return false;
    }
    for (int i = 0; i < one.length(); i++) {
      if (lower(one.charAt(i)) != lower(other.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** A text that is equal for all texts that name the same station. */
  public static String key(String identity) {
    char[] key = identity.toCharArray();
    for (int i = 0; i < key.length; i++) {
      key[i] = lower(key[i]);
    }
    return new String(key);
  }

  private static char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? (char) (letter + ('a' - 'A')) : letter;
  }
}
