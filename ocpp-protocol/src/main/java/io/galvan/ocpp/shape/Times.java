package io.galvan.ocpp.shape;

import io.galvan.ocpp.rpc.DeviationKind;
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
          "(\\d{4}-\\d{2}-\\d{2})[Tt ]+(\\d{2}:\\d{2})(:\\d{2})?([.,]\\d{1,30})?\\s*"
              + "([Zz]|[+-]\\d{2}:?\\d{2}|[+-]\\d{2})?");

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
    Matcher loose = LOOSE.matcher(text.strip());
    if (!loose.matches()) {
      return null;
    }
    String zone = loose.group(5);
    String seconds = loose.group(3);
    String fraction = loose.group(4);
    DeviationKind kind = DeviationKind.TimeForm;
    if (zone == null) {
      zone = "Z";
      kind = DeviationKind.TimeWithoutZone;
    } else if (zone.length() == 3 || zone.length() == 5) {
      zone = zone.substring(0, 3) + ":" + (zone.length() == 3 ? "00" : zone.substring(3));
      kind = DeviationKind.ShortZone;
    }
    String repaired =
        loose.group(1)
            + "T"
            + loose.group(2)
            + (seconds == null ? ":00" : seconds)
            + (fraction == null ? "" : fraction.replace(',', '.'))
            + zone;
    OffsetDateTime time = parse(repaired.toCharArray(), 0, repaired.length());
    return time == null ? null : new Repaired(time, kind);
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
