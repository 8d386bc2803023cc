package io.galvan.ocpp.shape;

import io.galvan.ocpp.rpc.DeviationKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times on the wire: read by the grammar of RFC 3339, section 5.6, written as UTC in milliseconds.
 */
final class Times {
  private static final int MAX_LENGTH = 64;
  private static final int MAX_ZONE_SECONDS = 18 * 3600;

  private static final Pattern LOOSE =
      Pattern.compile(
          "(\\d{4})-(\\d{1,2})-(\\d{1,2})[Tt ]{1,4}(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2}))?"
              + "(?:[.,](\\d{1,30}))?\\s{0,4}([Zz]|[+-]\\d{2}:?\\d{2}|[+-]\\d{2})?");

  /** From 2000 on to 2100, in seconds since 1970: what else a number of seconds is, is unclear. */
  private static final long LEAST_EPOCH_S = 946_684_800L;

  private static final long MOST_EPOCH_S = 4_102_444_800L;
  private static final int EPOCH_LENGTH = 20;

  /** A time that could be repaired, and how. */
  record Repaired(OffsetDateTime time, DeviationKind kind) {}

  private Times() {}

  /**
   * The time of a text; null when it is none. T and Z may be small, a fraction has any number of
   * digits of which nine count, 23:59:60 UTC (a leap second) is read as the second before it, and
   * zones beyond 18 hours, which Java does not know, become UTC.
   */
  static @Nullable OffsetDateTime parse(char[] text, int start, int length) {
    if (length < 20 || length > MAX_LENGTH) {
      return null;
    }
    int year = digits(text, start, 4);
    int month = digits(text, start + 5, 2);
    int day = digits(text, start + 8, 2);
    int hour = digits(text, start + 11, 2);
    int minute = digits(text, start + 14, 2);
    int second = digits(text, start + 17, 2);
    if ((year | month | day | hour | minute | second) < 0
        || text[start + 4] != '-'
        || text[start + 7] != '-'
        || (text[start + 10] | 0x20) != 't'
        || text[start + 13] != ':'
        || text[start + 16] != ':'
        || month < 1
        || month > 12
        || day < 1
        || day > 31
        || (day > 28 && day > YearMonth.of(year, month).lengthOfMonth())
        || hour > 23
        || minute > 59
        || second > 60) {
      return null;
    }
    int end = start + length;
    int at = start + 19;
    int nano = 0;
    if (text[at] == '.') {
      int first = ++at;
      int unit = 100_000_000;
      while (at < end && text[at] >= '0' && text[at] <= '9') {
        nano += (text[at] - '0') * unit;
        unit /= 10;
        at++;
      }
      if (at == first) {
        return null;
      }
    }
    if (at == end) {
      return null;
    }
    int zoneSeconds = zone(text, at, end);
    if (zoneSeconds == Integer.MIN_VALUE) {
      return null;
    }
    boolean leap = second == 60;
    if (leap && Math.floorMod(hour * 60 + minute - zoneSeconds / 60, 1440) != 1439) {
      return null;
    }
    int shift = Math.abs(zoneSeconds) > MAX_ZONE_SECONDS ? zoneSeconds : 0;
    ZoneOffset zone =
        zoneSeconds == 0 || shift != 0 ? ZoneOffset.UTC : ZoneOffset.ofTotalSeconds(zoneSeconds);
    OffsetDateTime time =
        OffsetDateTime.of(year, month, day, hour, minute, leap ? 59 : second, nano, zone);
    return shift == 0 ? time : time.minusSeconds(shift);
  }

  /** The seconds east of UTC that a zone says; the least integer when it is no zone. */
  private static int zone(char[] text, int at, int end) {
    if ((text[at] | 0x20) == 'z' && at + 1 == end) {
      return 0;
    }
    if ((text[at] != '+' && text[at] != '-') || at + 6 != end || text[at + 3] != ':') {
      return Integer.MIN_VALUE;
    }
    int hours = digits(text, at + 1, 2);
    int minutes = digits(text, at + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
      return Integer.MIN_VALUE;
    }
    int seconds = (hours * 60 + minutes) * 60;
    return text[at] == '-' ? -seconds : seconds;
  }

  private static int digits(char[] text, int at, int count) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /**
   * The time that a text in one of the known wrong forms clearly means; null when none is clear.
   */
  static @Nullable Repaired repair(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    String stripped = text.strip();
    Matcher loose = LOOSE.matcher(stripped);
    if (!loose.matches()) {
      return epoch(stripped);
    }
    String zone = loose.group(8);
    DeviationKind kind = DeviationKind.TimeForm;
    if (zone == null) {
      zone = "Z";
      kind = DeviationKind.TimeWithoutZone;
    } else if (zone.length() == 3 || zone.length() == 5) {
      zone = zone.substring(0, 3) + ":" + (zone.length() == 3 ? "00" : zone.substring(3));
      kind = DeviationKind.ShortZone;
    }
    int hour = number(loose, 4);
    int second = number(loose, 6);
    // 24:00 is the midnight at the end of the day, and second 60 the begin of the next minute.
    int days = hour == 24 ? 1 : 0;
    int minutes = second == 60 ? 1 : 0;
    String fraction = loose.group(7);
    String repaired =
        loose.group(1)
            + "-"
            + twoDigits(number(loose, 2))
            + "-"
            + twoDigits(number(loose, 3))
            + "T"
            + twoDigits(hour - 24 * days)
            + ":"
            + twoDigits(number(loose, 5))
            + ":"
            + twoDigits(second - 60 * minutes)
            + (fraction == null ? "" : "." + fraction)
            + zone;
    OffsetDateTime time = parse(repaired.toCharArray(), 0, repaired.length());
    return time == null ? null : new Repaired(time.plusDays(days).plusMinutes(minutes), kind);
  }

  private static int number(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static String twoDigits(int number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }

  /** Seconds or milliseconds since 1970; null where neither makes a time of this century. */
  private static @Nullable Repaired epoch(String text) {
    if (text.length() > EPOCH_LENGTH) {
      return null;
    }
    BigDecimal number;
    try {
      number = new BigDecimal(text);
    } catch (NumberFormatException notOne) {
      return null;
    }
    if (Math.abs(number.scale()) > EPOCH_LENGTH) {
      return null;
    }
    long millis = number.movePointRight(3).longValue();
    for (long each : new long[] {millis, number.longValue()}) {
      if (each >= LEAST_EPOCH_S * 1_000 && each < MOST_EPOCH_S * 1_000) {
        return new Repaired(
            Instant.ofEpochMilli(each).atOffset(ZoneOffset.UTC), DeviationKind.EpochTime);
      }
    }
    return null;
  }

  /** Whether a time can be written: RFC 3339 has the years 0 to 9999. */
  static boolean writable(OffsetDateTime time) {
    return time.getYear() >= 0 && time.getYear() <= 9999;
  }

  /** The text of a time: UTC, in milliseconds, such as {@code 2024-02-29T12:00:00.000Z}. */
  static String text(OffsetDateTime time) {
    OffsetDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC);
    if (!writable(utc)) {
      // An hour before year 0 or after 9999 exists only in its own zone.
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }
    char[] out = new char[24];
    put(out, 0, utc.getYear(), 4);
    out[4] = '-';
    put(out, 5, utc.getMonthValue(), 2);
    out[7] = '-';
    put(out, 8, utc.getDayOfMonth(), 2);
    out[10] = 'T';
    put(out, 11, utc.getHour(), 2);
    out[13] = ':';
    put(out, 14, utc.getMinute(), 2);
    out[16] = ':';
    put(out, 17, utc.getSecond(), 2);
    out[19] = '.';
    put(out, 20, utc.getNano() / 1_000_000, 3);
    out[23] = 'Z';
    return new String(out);
  }

  private static void put(char[] out, int at, int value, int width) {
    int rest = value;
    for (int i = at + width - 1; i >= at; i--) {
      out[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
