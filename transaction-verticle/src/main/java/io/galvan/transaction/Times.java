package io.galvan.transaction;

import io.galvan.platform.error.GalvanException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Times as charging stations tell them. They are kept however odd, as long as the database can hold
 * them.
 */
final class Times {
  private static final Instant FIRST = Instant.parse("0001-01-02T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-30T00:00:00Z");

  private Times() {}

  /** The time in the microseconds that are stored; INVALID for one outside the years 1 to 9999. */
  static Instant stored(Instant time) {
    if (time.isBefore(FIRST) || time.isAfter(LAST)) {
      throw GalvanException.invalid("timestamp", "the time " + time + " is out of range");
    }
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
