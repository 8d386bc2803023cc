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
    "' 2024-05-01T12:00:00Z ',2024-05-01T12:00:00Z,TimeForm"
  })
  void shouldReadTimesInTheirKnownWrongForms(String given, String meant, String kind) {
    HeartbeatResponse read = read(HeartbeatResponse.class, "{\"currentTime\":\"" + given + "\"}");

    assertThat(read.currentTime()).isEqualTo(OffsetDateTime.parse(meant));
    assertThat(deviations).singleElement().extracting(Deviation::kind).isEqualTo(kind);
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
