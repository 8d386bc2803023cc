package io.galvan.ocpp.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  private static OffsetDateTime parse(String text) {
    // Within a larger buffer, as the parser gives it.
    char[] buffer = ("\"" + text + "\",9").toCharArray();
    return Times.parse(buffer, 1, text.length());
  }

  @Test
  void shouldKeepZoneAndNanoseconds() {
    assertThat(parse("2024-02-29T23:59:59.123456789+05:45"))
        .isEqualTo(
            OffsetDateTime.of(2024, 2, 29, 23, 59, 59, 123456789, ZoneOffset.ofHoursMinutes(5, 45)))
        .satisfies(time -> assertThat(time.getOffset()).isEqualTo(ZoneOffset.of("+05:45")));
  }

  @Test
  void shouldAgreeWithTheJdkOnSeededTimes() {
    Random random = new Random(3339);
    for (int i = 0; i < 20_000; i++) {
      OffsetDateTime time =
          Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000))
              .atOffset(ZoneOffset.ofTotalSeconds((random.nextInt(2160) - 1080) * 60));
      String text = java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
      assertThat(parse(text)).as(text).isEqualTo(time);
      assertThat(OffsetDateTime.parse(Times.text(time)).toInstant().toEpochMilli())
          .as(text)
          .isEqualTo(time.toInstant().toEpochMilli());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2016-12-31T23:59:60Z,2016-12-31T23:59:59Z",
    "2017-01-01T00:59:60+01:00,2016-12-31T23:59:59Z",
    "2016-12-31T15:59:60.25-08:00,2016-12-31T23:59:59.25Z",
    "2024-01-01T00:00:00-00:00,2024-01-01T00:00:00Z",
    "2024-01-01T00:00:00+23:59,2023-12-31T00:01:00Z",
    "2024-01-01T00:00:00.1234567890123Z,2024-01-01T00:00:00.123456789Z",
    "0000-01-01T00:00:00Z,0000-01-01T00:00:00Z"
  })
  void shouldReadTheRareFormsOfRfc3339(String given, String meant) {
    assertThat(parse(given).toInstant()).isEqualTo(OffsetDateTime.parse(meant).toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-01-01T12:00:60Z",
        "2024-01-01T00:00:00+24:00",
        "2024-01-01T00:00:00+01:60",
        "2024-01-01T00:00:00+1:00",
        "2024-01-01T00:00:00,5Z",
        "+2024-01-01T00:00:00Z",
        "2024-01-01T00:00:00Z[UTC]",
        "2024-01-01T00:00:0\u0661Z",
        "2024-04-31T00:00:00Z",
        "1900-02-29T00:00:00Z"
      })
  void shouldRefuseWhatRfc3339DoesNotHave(String given) {
    assertThat(parse(given)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "2024-05-01T12:00:00.999999999Z,2024-05-01T12:00:00.999Z",
    "2024-05-01T01:00:00+02:00,2024-04-30T23:00:00.000Z",
    "0001-01-01T00:00:00Z,0001-01-01T00:00:00.000Z",
    "9999-12-31T23:00:00-02:00,9999-12-31T23:00:00-02:00"
  })
  void shouldWriteUtcInMilliseconds(String given, String written) {
    assertThat(Times.text(OffsetDateTime.parse(given))).isEqualTo(written);
  }
}
