package io.galvan.auth.token;

import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.token.TokenTerms.Hours;
import io.galvan.contract.token.TokenTerms.Weekday;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a token may charge, by the clock of its time zone. No hours at all: always. */
record OpeningHours(List<Hours> hours, ZoneId zone) {
  static OpeningHours of(TokenTerms terms) {
    List<Hours> hours = terms.hours();
    String zone = terms.timeZone();
    return new OpeningHours(
        hours == null ? List.of() : hours, zone == null ? ZoneOffset.UTC : ZoneId.of(zone));
  }

  boolean isOpen(Instant now) {
    return hours.isEmpty() || closesAt(now) != null;
  }

  /** When the hours that now is in end; null when it is in none, or when there are none. */
  @Nullable Instant closesAt(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    Instant latest = null;
    for (Hours each : hours) {
      // Those of yesterday may go on past midnight.
      for (LocalDate day : List.of(today.minusDays(1), today)) {
        Instant end = end(each, day);
        if (isOf(each, day) && !now.isBefore(start(each, day)) && now.isBefore(end)) {
          latest = latest == null || end.isAfter(latest) ? end : latest;
        }
      }
    }
    return latest;
  }

  private static boolean isOf(Hours hours, LocalDate day) {
    List<Weekday> days = hours.days();
    return days == null
        || days.isEmpty()
        || days.contains(Weekday.values()[day.getDayOfWeek().ordinal()]);
  }

  private Instant start(Hours hours, LocalDate day) {
    return day.atTime(LocalTime.parse(hours.from())).atZone(zone).toInstant();
  }

  private Instant end(Hours hours, LocalDate day) {
    LocalTime to = LocalTime.parse(hours.to());
    boolean nextDay = !to.isAfter(LocalTime.parse(hours.from()));
    return (nextDay ? day.plusDays(1) : day).atTime(to).atZone(zone).toInstant();
  }
}
