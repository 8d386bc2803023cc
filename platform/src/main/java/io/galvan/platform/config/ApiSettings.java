package io.galvan.platform.config;

import io.galvan.platform.error.GalvanException;
import java.util.Locale;
import java.util.Map;

/**
 * The API's door for people and their programs.
 *
 * @param tlsPort REST API and dashboard over TLS; 0 lets the system pick, -1 is off
 * @param openSignUp whether people may sign up for themselves
 * @param streamsPerUser how many streams of events a user may have open on this node
 */
public record ApiSettings(int tlsPort, boolean openSignUp, int streamsPerUser) {
  private static final int MOST_STREAMS = 1_000;

  /** Reads them; a value that cannot be understood is an INVALID fault that names its variable. */
  public static ApiSettings from(Map<String, String> environment) {
    return new ApiSettings(
        number(environment, "GALVAN_API_TLS_PORT", -1, -1, 65_535),
        flag(environment, "GALVAN_OPEN_SIGN_UP"),
        number(environment, "GALVAN_STREAMS_PER_USER", 20, 1, MOST_STREAMS));
  }

  private static int number(
      Map<String, String> environment, String name, int fallback, int least, int most) {
    String value = environment.getOrDefault(name, "").strip();
    if (value.isEmpty()) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, as for a number out of range
    }
    throw GalvanException.invalid(
        name, name + " must be a whole number from " + least + " to " + most);
  }

  private static boolean flag(Map<String, String> environment, String name) {
    return switch (environment.getOrDefault(name, "").strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "", "false", "no", "off", "0" -> false;
      default -> throw GalvanException.invalid(name, name + " must be true or false");
    };
  }
}
