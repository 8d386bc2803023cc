package io.galvan.platform.config;

import io.galvan.platform.error.GalvanException;
import java.time.Duration;
import java.util.Map;

/**
 * What holds for charging stations that nobody registered and no operator has edited.
 *
 * @param mostOfAnAddress so many may be stored from one address (IPv6: one /64)
 * @param kept one that is not accepted and has been away for so long is deleted
 */
public record StrangerSettings(int mostOfAnAddress, Duration kept) {
  /** Reads them; a value that cannot be understood is an INVALID fault that names its variable. */
  public static StrangerSettings from(Map<String, String> environment) {
    return new StrangerSettings(
        number(environment, "GALVAN_UNKNOWN_PER_ADDRESS", 200, 1_000_000),
        Duration.ofDays(number(environment, "GALVAN_UNKNOWN_DAYS", 30, 3_650)));
  }

  private static int number(Map<String, String> environment, String name, int fallback, int most) {
    String text = environment.getOrDefault(name, "").strip();
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, as for a number out of range
    }
    throw GalvanException.invalid(
        name, name + " must be a whole number from 1 to " + most + ", not \"" + text + "\"");
  }
}
