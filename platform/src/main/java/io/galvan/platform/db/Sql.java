package io.galvan.platform.db;

import io.galvan.ocpp.shape.Texts;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How our values become PostgreSQL's and back; what chargers say is made storable here. */
public final class Sql {
  private static final Instant OLDEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
  private static final Duration AHEAD = Duration.ofDays(1);

  private Sql() {}

  /**
   * The text without U+0000 and unpaired surrogates, which PostgreSQL cannot hold, and of so many
   * characters at most.
   */
  public static @Nullable String text(@Nullable String value, int maxLength) {
    return value == null ? null : required(value, maxLength);
  }

  /** As {@link #text} for a text that must be there; absent is empty. */
  public static String required(@Nullable String value, int maxLength) {
    if (value == null) {
      return "";
    }
    String clean = Texts.storableOf(value);
    if (clean.length() <= maxLength) {
      return clean;
    }
    boolean splitsPair = Character.isHighSurrogate(clean.charAt(maxLength - 1));
    return clean.substring(0, splitsPair ? maxLength - 1 : maxLength);
  }

  /** A time a charger reported; one that cannot be meant counts as now. */
  public static Instant reported(@Nullable Instant at, Instant now) {
    boolean absurd = at == null || at.isBefore(OLDEST) || at.isAfter(now.plus(AHEAD));
    // PostgreSQL keeps microseconds; cut here, so that events say what is stored.
    return (absurd || at == null ? now : at).truncatedTo(ChronoUnit.MICROS);
  }

  /** As PostgreSQL's time; one it cannot hold becomes the first or the last moment we use. */
  public static OffsetDateTime time(Instant instant) {
    Instant held = instant.isBefore(FIRST) ? FIRST : instant.isAfter(LAST) ? LAST : instant;
    return held.atOffset(ZoneOffset.UTC);
  }

  public static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  public static @Nullable Instant instantOrNull(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  public static <E extends Enum<E>> E constant(Row row, String column, Class<E> type) {
    return Enum.valueOf(type, row.getString(column));
  }

  public static <E extends Enum<E>> @Nullable E constantOrNull(
      Row row, String column, Class<E> type) {
    String name = row.getString(column);
    return name == null ? null : Enum.valueOf(type, name);
  }

  public static @Nullable String name(@Nullable Enum<?> constant) {
    return constant == null ? null : constant.name();
  }

  /** One text column of many rows, for unnest. */
  public static <T> String[] texts(List<T> rows, Function<T, @Nullable String> column) {
    return column(rows, column, new String[rows.size()]);
  }

  public static <T> Integer[] ints(List<T> rows, Function<T, @Nullable Integer> column) {
    return column(rows, column, new Integer[rows.size()]);
  }

  public static <T> Long[] longs(List<T> rows, Function<T, @Nullable Long> column) {
    return column(rows, column, new Long[rows.size()]);
  }

  public static <T> Boolean[] flags(List<T> rows, Function<T, Boolean> column) {
    return column(rows, column, new Boolean[rows.size()]);
  }

  public static <T> OffsetDateTime[] times(List<T> rows, Function<T, @Nullable Instant> column) {
    return column(
        rows,
        row -> {
          Instant at = column.apply(row);
          return at == null ? null : time(at);
        },
        new OffsetDateTime[rows.size()]);
  }

  private static <T, V> V[] column(List<T> rows, Function<T, @Nullable V> column, V[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    return values;
  }
}
