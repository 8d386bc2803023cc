package io.galvan.ocpp.v16;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.ocpp.rpc.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields, lists and payloads that lack, are too many or are of another shape. */
class TolerantStructureTest extends TolerantReadingFixture {
  @Test
  void shouldReadNullAsAbsentWhereAFieldIsOptional() {
    BootNotificationRequest read =
        read(
            BootNotificationRequest.class,
            "{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\",\"iccid\":null}");

    assertThat(read).isEqualTo(BootNotificationRequest.of("V", "M"));
    assertDeviation("$.iccid", DeviationKind.NullOptionalField, "null", "");
    assertThat(refused(AuthorizeRequest.class, "{\"idTag\":null}").code())
        .isEqualTo(ErrorCode.OccurrenceConstraintViolation);
  }

  @ParameterizedTest
  @CsvSource({"null", "[]"})
  void shouldReadAnEmptyPayloadAsAnEmptyObject(String payload) {
    assertThat(read(HeartbeatRequest.class, payload)).isEqualTo(new HeartbeatRequest());
    assertDeviation("$", DeviationKind.NullPayload, payload, "{}");
    assertThat(refused(AuthorizeRequest.class, payload).code())
        .isEqualTo(ErrorCode.OccurrenceConstraintViolation);
  }

  @Test
  void shouldReadAnObjectWhereAnArrayIsDue() {
    MeterValuesRequest read =
        read(
            MeterValuesRequest.class,
            "{\"connectorId\":1,\"meterValue\":{" + NOON + ",\"sampledValue\":{\"value\":\"5\"}}}");

    assertThat(read.meterValue().get(0).sampledValue().get(0).value()).isEqualTo("5");
    assertThat(deviations)
        .extracting(Deviation::path, Deviation::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("$.meterValue", "ObjectForArray"),
            org.assertj.core.groups.Tuple.tuple("$.meterValue.sampledValue", "ObjectForArray"));
  }

  @Test
  void shouldIgnoreUnknownFieldsOfAnyDepth() {
    assertThat(read(HeartbeatRequest.class, "{\"a\":{\"b\":[1,{\"idTag\":2}]},\"c\":3}"))
        .isEqualTo(new HeartbeatRequest());
    assertThat(deviations)
        .containsExactly(
            Deviation.of("$.a", DeviationKind.UnknownField, "{…}", ""),
            Deviation.of("$.c", DeviationKind.UnknownField, "3", ""));
  }

  @Test
  void shouldTakeTheLastOfAFieldGivenTwice() {
    assertThat(read(AuthorizeRequest.class, "{\"idTag\":\"A\",\"idTag\":\"B\"}").idTag())
        .isEqualTo("B");
    assertThat(deviations.get(0).kind()).isEqualTo(DeviationKind.DuplicateField.name());
  }

  @Test
  void shouldNotLoseAStopOrTheOtherReadingsOverOneThatCannotBeRead() {
    String readings =
        "[\"noon\","
            + "{\"timestamp\":\"2024-03-01T12:00:00Z\",\"sampledValue\":[{\"value\":\"2\"}]},7]";

    MeterValuesRequest metered =
        read(MeterValuesRequest.class, "{\"connectorId\":1,\"meterValue\":" + readings + "}");
    assertThat(metered.meterValue()).hasSize(1);
    assertThat(metered.meterValue().get(0).sampledValue().get(0).value()).isEqualTo("2");
    assertThat(deviations)
        .extracting(Deviation::kind)
        .containsExactly(DeviationKind.BrokenElement.name(), DeviationKind.BrokenElement.name());

    StopTransactionRequest stopped =
        read(
            StopTransactionRequest.class,
            "{\"meterStop\":5,\"transactionId\":1,\"transactionData\":"
                + readings
                + ","
                + NOON
                + "}");
    assertThat(stopped.transactionData()).hasSize(1);
  }

  @Test
  void shouldReadMissingListsAsEmpty() {
    MeterValuesRequest read =
        read(MeterValuesRequest.class, "{\"connectorId\":1,\"meterValue\":[{" + NOON + "}]}");

    assertThat(read.meterValue().get(0).sampledValue()).isEmpty();
    assertDeviation(
        "$.meterValue[0].sampledValue", DeviationKind.MissingOptionalContainer, "", "[]");
  }

  @Test
  void shouldReportNoMoreDeviationsThanItsBound() {
    StringBuilder json = new StringBuilder("{\"a\":1");
    for (int i = 0; i < 1_000; i++) {
      json.append(",\"field").append(i).append("\":\"").append("x".repeat(300)).append('"');
    }
    read(HeartbeatRequest.class, json.append('}').toString());

    assertThat(deviations).hasSize(Deviation.MOST);
    assertThat(deviations).allMatch(deviation -> deviation.raw().length() <= Deviation.BOUND);
  }
}
