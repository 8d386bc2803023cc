package io.galvan.charger;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;

/** What may be a charger's identity (OCPP-J, 3.1.1; 2.x bounds it to 48 characters). */
public final class Identity {
  private static final int MAX_LENGTH = 48;

  private Identity() {}

  /**
   * Printable, without a slash, 1 to 48 characters.
   *
   * @return the identity; throws INVALID that names the field
   */
  static String check(String field, String identity) {
    int length = identity == null ? 0 : identity.codePointCount(0, identity.length());
    if (length < 1 || length > MAX_LENGTH) {
      throw GalvanException.invalid(field, field + " must have 1 to 48 characters");
    }
    if (!identity.codePoints().allMatch(Identity::isAllowed)
        || !identity.equals(identity.strip())) {
      throw GalvanException.invalid(
          field, field + " must be printable, without '/' and without space around it");
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

  /** The fault of asking for a charger that is not stored. */
  public static GalvanException unknown(String chargerId) {
    return new GalvanException(
        Fault.NOT_FOUND, "charger " + chargerId + " does not exist", "chargerId");
  }
}
