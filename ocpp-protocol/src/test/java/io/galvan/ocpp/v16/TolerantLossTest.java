package io.galvan.ocpp.v16;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Frame;
import io.galvan.ocpp.rpc.Inbound;
import io.galvan.ocpp.rpc.Reading;
import java.time.Instant;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read costs no more than itself: an element, an optional field. */
class TolerantLossTest extends TolerantReadingFixture {
  private static final Instant RECEIVED = Instant.parse("2026-03-01T12:00:00Z");

  /** Reads a CALL that is received at a known time. */
  private Record call(String action, String payload) {
    String text = "[2,\"1\",\"" + action + "\"," + payload + "]";
    Inbound.Received received =
        (Inbound.Received)
            Actions16.codec().decode(text, Reading.TOLERANT, id -> null, () -> RECEIVED);
    deviations.addAll(received.deviations());
    return ((Frame.Call) received.frame()).payload();
  }

  @Test
  void shouldDropAConfigurationKeyThatCannotBeRead() {
    GetConfigurationResponse read =
        read(
            GetConfigurationResponse.class,
            "{\"configurationKey\":[{\"key\":\"a\"},{\"key\":\"b\",\"readonly\":true,\"value\":{\"x\":[1]}},"
                + "7,{\"key\":\"c\",\"readonly\":false,\"value\":\"v\"}],\"unknownKey\":[{},\"u\"]}");

    assertThat(read.configurationKey())
        .containsExactly(new KeyValue("b", true, null), new KeyValue("c", false, "v"));
    assertThat(read.unknownKey()).containsExactly("u");
    assertThat(deviations)
        .extracting(Deviation::path, Deviation::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("$.configurationKey[0]", "BrokenElement"),
            org.assertj.core.groups.Tuple.tuple("$.configurationKey[1].value", "BrokenField"),
            org.assertj.core.groups.Tuple.tuple("$.configurationKey[2]", "BrokenElement"),
            org.assertj.core.groups.Tuple.tuple("$.unknownKey[0]", "BrokenElement"));
  }

  @Test
  void shouldKeepAnAnswerWithoutItsUnusableOptionalFields() {
    GetCompositeScheduleResponse read =
        read(
            GetCompositeScheduleResponse.class,
            "{\"status\":\"Accepted\",\"connectorId\":\"one\",\"chargingSchedule\":{\"duration\":1714564800250,"
                + "\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":16}]}}");

    assertThat(read.connectorId()).isNull();
    assertThat(read.chargingSchedule().duration()).isNull();
    assertThat(read.chargingSchedule().chargingSchedulePeriod()).hasSize(1);
    assertThat(deviations)
        .containsExactly(
            Deviation.of(
                "$.connectorId", DeviationKind.BrokenField, "$.connectorId: not an integer", ""),
            Deviation.of(
                "$.chargingSchedule.duration",
                DeviationKind.BrokenField,
                "$.chargingSchedule.duration: an integer of more than 32 bits",
                ""));
  }

  @Test
  void shouldLeaveOutAnOptionalObjectWhoseRequiredPartIsMissingAndReadOnBehindIt() {
    GetCompositeScheduleResponse read =
        read(
            GetCompositeScheduleResponse.class,
            "{\"chargingSchedule\":{\"chargingSchedulePeriod\":[{\"limit\":{\"a\":[{}]}}],\"x\":[[]]},"
                + "\"connectorId\":2,\"status\":\"Accepted\"}");

    assertThat(read)
        .isEqualTo(
            new GetCompositeScheduleResponse(GetCompositeScheduleStatus.Accepted, 2, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"meterStop\":null,\"timestamp\":null,\"transactionId\":null",
        "\"meterStop\":\"\",\"timestamp\":\"\",\"transactionId\":\"\"",
        "\"meterStop\":\"unknown\",\"timestamp\":\"now\",\"transactionId\":{\"a\":[1]}",
        "\"meterStop\":99999999999999999999,\"timestamp\":[0],\"transactionId\":1.5"
      })
  void shouldKeepAStopWhateverOfItCannotBeRead(String fields) {
    StopTransactionRequest read =
        (StopTransactionRequest) call("StopTransaction", "{" + fields + "}");

    assertThat(read.meterStop()).isEqualTo(StopTransactionRequest.UNKNOWN);
    assertThat(read.transactionId()).isEqualTo(StopTransactionRequest.UNKNOWN);
    assertThat(read.timestamp().toInstant()).isEqualTo(RECEIVED);
    assertThat(deviations)
        .filteredOn(deviation -> deviation.kind().equals("SubstitutedValue"))
        .extracting(Deviation::path, Deviation::repaired)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("$.meterStop", "-1"),
            org.assertj.core.groups.Tuple.tuple("$.transactionId", "-1"),
            org.assertj.core.groups.Tuple.tuple("$.timestamp", "2026-03-01T12:00:00.000Z"));
    refusedWhenStrict("{" + fields + "}");
  }

  private void refusedWhenStrict(String payload) {
    String text = "[2,\"1\",\"StopTransaction\"," + payload + "]";
    assertThat(Actions16.codec().decode(text, Reading.STRICT, id -> null))
        .isInstanceOf(Inbound.Refused.class);
  }

  @Test
  void shouldKeepAStartWhateverOfItCannotBeRead() {
    StartTransactionRequest read = (StartTransactionRequest) call("StartTransaction", "{}");

    assertThat(read.connectorId()).isZero();
    assertThat(read.idTag()).isEmpty();
    assertThat(read.meterStart()).isEqualTo(StartTransactionRequest.UNKNOWN);
    assertThat(read.timestamp().toInstant()).isEqualTo(RECEIVED);
    assertThat(deviations).hasSize(4);
  }

  @Test
  void shouldTakeAReadingWithoutTimeAsOfNowAndOneWithoutConnectorAsTheStations() {
    MeterValuesRequest read =
        (MeterValuesRequest)
            call(
                "MeterValues",
                "{\"transactionId\":5,\"meterValue\":[{\"timestamp\":\"noon\",\"sampledValue\":[{\"value\":\"1\"}]}]}");

    assertThat(read.connectorId()).isZero();
    assertThat(read.meterValue().get(0).timestamp().toInstant()).isEqualTo(RECEIVED);
    assertThat(deviations)
        .extracting(Deviation::kind)
        .containsExactly("SubstitutedValue", "SubstitutedValue");
  }

  @Test
  void shouldRefuseAMessageOfWhichTooMuchCannotBeRead() {
    String answer = "{\"configurationKey\":[%s{\"key\":\"c\",\"readonly\":false}]}";

    assertThat(read(GetConfigurationResponse.class, answer.formatted("{},".repeat(1_000))))
        .extracting(GetConfigurationResponse::configurationKey)
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(1);
    assertThat(
            refused(GetConfigurationResponse.class, answer.formatted("{},".repeat(1_001))).path())
        .isEqualTo("$.configurationKey[1000].key");
  }

  @Test
  void shouldStillRefuseWhatMakesTheMessage() {
    assertThat(refused(StatusNotificationRequest.class, "{\"connectorId\":\"x\"}").code())
        .isEqualTo(ErrorCode.TypeConstraintViolation);
    assertThat(refused(MeterValuesRequest.class, "{\"connectorId\":1,\"meterValue\":7}").code())
        .isEqualTo(ErrorCode.TypeConstraintViolation);
  }
}
