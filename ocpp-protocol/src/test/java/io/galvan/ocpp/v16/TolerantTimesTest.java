package io.galvan.ocpp.v16;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times in forms that the standard does not have. */
class TolerantTimesTest extends TolerantReadingFixture {
  @ParameterizedTest
  @CsvSource({
    "2024-05-01T12:00:00,2024-05-01T12:00:00Z,TimeWithoutZone",
    "2024-05-01 12:00:00.5,2024-05-01T12:00:00.5Z,TimeWithoutZone",
    "2024-05-01T12:00:00+02,2024-05-01T12:00:00+02:00,ShortZone",
    "2024-05-01T12:00:00-0230,2024-05-01T12:00:00-02:30,ShortZone",
    "2024-05-01 12:00:00Z,2024-05-01T12:00:00Z,TimeForm",
    "2024-05-01T12:00Z,2024-05-01T12:00:00Z,TimeForm",
    "'2024-05-01T12:00:00,250Z',2024-05-01T12:00:00.250Z,TimeForm",
    "' 2024-05-01T12:00:00Z ',2024-05-01T12:00:00Z,TimeForm",
    "2024-05-01T9:05:03Z,2024-05-01T09:05:03Z,TimeForm",
    "2024-5-1 9:5:3+02:00,2024-05-01T09:05:03+02:00,TimeForm",
    "2024-05-01T12:00:60Z,2024-05-01T12:01:00Z,TimeForm",
    "2024-02-29T24:00:00Z,2024-03-01T00:00:00Z,TimeForm",
    "2024-12-31T24:00:60.5,2025-01-01T00:01:00.5Z,TimeWithoutZone",
    "1714564800,2024-05-01T12:00:00Z,EpochTime",
    "1714564800.25,2024-05-01T12:00:00.25Z,EpochTime",
    "1714564800250,2024-05-01T12:00:00.25Z,EpochTime"
  })
  void shouldReadTimesInTheirKnownWrongForms(String given, String meant, String kind) {
    HeartbeatResponse read = read(HeartbeatResponse.class, "{\"currentTime\":\"" + given + "\"}");

    assertThat(read.currentTime()).isEqualTo(OffsetDateTime.parse(meant));
    assertThat(deviations).singleElement().extracting(Deviation::kind).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "1714564800,2024-05-01T12:00:00Z",
    "1714564800.5,2024-05-01T12:00:00.5Z",
    "1714564800250,2024-05-01T12:00:00.25Z"
  })
  void shouldReadATimeGivenAsANumberSince1970(String given, String meant) {
    HeartbeatResponse read = read(HeartbeatResponse.class, "{\"currentTime\":" + given + "}");

    assertThat(read.currentTime()).isEqualTo(OffsetDateTime.parse(meant));
    assertThat(deviations).singleElement().extracting(Deviation::kind).isEqualTo("EpochTime");
  }

  @ParameterizedTest
  @CsvSource({
    "0",
    "-1",
    "99999",
    "946684799",
    "4102444800",
    "171456480025000",
    "1e999",
    "{}",
    "true"
  })
  void shouldRefuseANumberThatMeansNoTimeOfThisCentury(String given) {
    refused(HeartbeatResponse.class, "{\"currentTime\":" + given + "}");
    if (!given.equals("{}")) {
      refused(HeartbeatResponse.class, "{\"currentTime\":\"" + given + "\"}");
    }
  }

  @Test
  void shouldTakeSmallLettersInTimesAsTheStandardDoes() {
    for (Reading reading : Reading.values()) {
      HeartbeatResponse read =
          Shape.of(HeartbeatResponse.class)
              .read("{\"currentTime\":\"2024-05-01t12:00:00z\"}", reading, deviations);
      assertThat(read.currentTime()).isEqualTo(OffsetDateTime.parse("2024-05-01T12:00:00Z"));
    }
  }

  @Test
  void shouldLeaveOutAnOptionalTimeThatCannotBeRead() {
    String status = "\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Faulted\"";
    StatusNotificationRequest read =
        read(StatusNotificationRequest.class, "{" + status + ",\"timestamp\":\"0\"}");

    assertThat(read.timestamp()).isNull();
    assertDeviation("$.timestamp", DeviationKind.UnreadableTime, "0", "");
    assertThat(refused(HeartbeatResponse.class, "{\"currentTime\":\"0\"}").code())
        .isEqualTo(ErrorCode.PropertyConstraintViolation);
  }
}
