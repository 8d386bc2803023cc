package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.platform.error.GalvanException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Times as charging stations tell them. They are kept however odd, as long as the database can hold
 * them; where they cannot be right, the time of receipt counts.
 */
final class Times {
  private static final Instant FIRST = Instant.parse("0001-01-02T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-30T00:00:00Z");

  /** No station of OCPP 1.6 or later is older; a clock that was never set tells 1970 or 2000. */
  private static final Instant FIRST_STATION = Instant.parse("2015-01-01T00:00:00Z");

  /** How far a clock may be ahead before its times are not believed. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private Times() {}

  /** The time in the microseconds that are stored; INVALID for one outside the years 1 to 9999. */
  static Instant stored(Instant time) {
    if (time.isBefore(FIRST) || time.isAfter(LAST)) {
      throw GalvanException.invalid("timestamp", "the time " + time + " is out of range");
    }
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * A time that was told, and the one that counts.
   *
   * @param told null when it counts itself
   */
  record Judged(Instant at, @Nullable Instant told) {}

  /** The time that counts for what was told just now. */
  static Judged judged(Instant told, Instant now) {
    Instant at = stored(told);
    boolean plausible = !at.isBefore(FIRST_STATION) && !at.isAfter(now.plus(AHEAD));
    return plausible ? new Judged(at, null) : new Judged(stored(now), at);
  }

  /**
   * The time that counts for an end: not before the start, and of a clock that was ahead at the
   * start by as much as then.
   *
   * @param startedAtTold what was told for the start, when that did not count
   */
  static Judged ofEnd(
      Instant told, Instant startedAt, @Nullable Instant startedAtTold, Instant now) {
    Instant at = stored(told);
    if (startedAtTold != null && startedAtTold.isAfter(startedAt)) {
      Instant corrected = at.minus(Duration.between(startedAt, startedAtTold));
      if (!corrected.isBefore(startedAt) && !corrected.isAfter(now)) {
        return new Judged(corrected, at);
      }
    }
    Judged judged = judged(told, now);
    return judged.at.isBefore(startedAt) ? new Judged(later(stored(now), startedAt), at) : judged;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Readings with the time of receipt where theirs cannot be right. */
  static List<Reading> judged(List<Reading> readings, Instant now) {
    return readings.stream()
        .map(
            reading -> {
              Judged time = judged(reading.at(), now);
              return time.told == null
                  ? reading
                  : new Reading(reading.at(), reading.samples(), time.at);
            })
        .toList();
  }
}
