package io.galvan.contract.station;

import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.error.GalvanException;
import org.jspecify.annotations.Nullable;

/**
 * How long the password of a charging station may be (security whitepaper, A00.FR.205): one that
 * the station takes and the central system does not keep would lock the station out.
 */
public final class Passwords {
  /** In characters. */
  public static final int LEAST = 16;

  /** In characters, of any version. */
  public static final int MOST = 64;

  private static final int MOST_BEFORE_2_1 = 40;

  private Passwords() {}

  /**
   * Refuses a password that a station cannot have.
   *
   * @param version that the station speaks; null: it is not known yet
   * @throws GalvanException INVALID, which names the field and not the password
   */
  public static String check(String field, String password, @Nullable OcppVersion version) {
    int most = version == null || version == OcppVersion.V2_1 ? MOST : MOST_BEFORE_2_1;
    int length = password.codePointCount(0, password.length());
    if (length < LEAST || length > most || password.isBlank()) {
      throw GalvanException.invalid(
          field, "a station's password has " + LEAST + " to " + most + " characters");
    }
    if (password.chars().anyMatch(Character::isISOControl)) {
      throw GalvanException.invalid(field, "a password must not hold control characters");
    }
    return password;
  }
}
