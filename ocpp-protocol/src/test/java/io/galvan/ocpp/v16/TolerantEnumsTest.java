package io.galvan.ocpp.v16;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Violation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Words and units that the standard does not have, or spells otherwise. */
class TolerantEnumsTest extends TolerantReadingFixture {
  @Test
  void shouldReadTheOldStatusOccupiedAsPreparing() {
    StatusNotificationRequest read =
        read(
            StatusNotificationRequest.class,
            "{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Occupied\"}");

    assertThat(read.status()).isEqualTo(ChargePointStatus.Preparing);
    assertDeviation("$.status", DeviationKind.UnknownEnumValue, "Occupied", "Preparing");
    assertThat(
            refused(
                    StatusNotificationRequest.class,
                    "{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Sleeping\"}")
                .code())
        .isEqualTo(ErrorCode.PropertyConstraintViolation);
  }

  @Test
  void shouldReadAFreeStopReasonAsOther() {
    StopTransactionRequest read =
        read(
            StopTransactionRequest.class,
            "{\"meterStop\":5,\"transactionId\":1,\"reason\":\"driver left\"," + NOON + "}");

    assertThat(read.reason()).isEqualTo(Reason.Other);
    assertDeviation("$.reason", DeviationKind.UnknownEnumValue, "driver left", "Other");
  }

  @Test
  void shouldReadAnUnknownErrorCodeAsOtherError() {
    StatusNotificationRequest read =
        read(
            StatusNotificationRequest.class,
            "{\"connectorId\":1,\"errorCode\":\"E42\",\"status\":\"Faulted\"}");

    assertThat(read.errorCode()).isEqualTo(ChargePointErrorCode.OtherError);
  }

  @Test
  void shouldReadEnumsInAnyLetterCase() {
    StatusNotificationRequest read =
        read(
            StatusNotificationRequest.class,
            "{\"connectorId\":1,\"errorCode\":\"noerror\",\"status\":\"AVAILABLE \"}");

    assertThat(read.status()).isEqualTo(ChargePointStatus.Available);
    assertThat(deviations)
        .containsExactly(
            Deviation.of("$.errorCode", DeviationKind.EnumLetterCase, "noerror", "NoError"),
            Deviation.of("$.status", DeviationKind.EnumLetterCase, "AVAILABLE ", "Available"));
  }

  @Test
  void shouldTakeAnUnknownOptionalEnumAsAbsent() {
    SampledValue read = read(SampledValue.class, "{\"value\":\"1\",\"location\":\"Roof\"}");

    assertThat(read.location()).isNull();
    assertDeviation("$.location", DeviationKind.UnknownEnumValue, "Roof", "");
  }

  @Test
  void shouldLeaveOutASampledValueInAnUnknownUnitRatherThanTakeItAsWattHours() {
    MeterValue read =
        read(
            MeterValue.class,
            "{"
                + NOON
                + ",\"sampledValue\":[{\"value\":\"1\",\"unit\":\"furlong\",\"context\":\"Trigger\"},"
                + "{\"measurand\":\"SoC\"},null,"
                + "{\"value\":7,\"measurand\":\"Voltage\",\"unit\":\"v\"}]}");

    assertThat(read.sampledValue())
        .containsExactly(
            new SampledValue("7", null, null, Measurand.Voltage, null, null, UnitOfMeasure.V));
    assertThat(deviations)
        .extracting(Deviation::path)
        .containsExactly(
            "$.sampledValue[0]",
            "$.sampledValue[1]",
            "$.sampledValue[2]",
            "$.sampledValue[3].value",
            "$.sampledValue[3].unit");
  }

  @Test
  void shouldKnowUnitsThatStationsMeanThoughTheStandardDoesNotHaveThem() {
    SampledValue read =
        read(
            SampledValue.class,
            "{\"value\":\"16000\",\"measurand\":\"Current.Import\",\"unit\":\"mA\"}");
    assertThat(read.unit()).isEqualTo(UnitOfMeasure.mA);
    assertThat(
            Shape.of(SampledValue.class)
                .read("{\"value\":\"0.5\",\"unit\":\"MWh\"}", Reading.TOLERANT, new ArrayList<>())
                .unit())
        .isEqualTo(UnitOfMeasure.MWh);
    assertDeviation("$.unit", DeviationKind.UnknownEnumValue, "mA", "mA");
    assertThatExceptionOfType(Violation.class)
        .as("a strict reading knows the standard only")
        .isThrownBy(
            () ->
                Shape.of(SampledValue.class)
                    .read("{\"value\":\"1\",\"unit\":\"mA\"}", Reading.STRICT, new ArrayList<>()));
  }

  @Test
  void shouldTakeBothSpellingsOfCelsiusEvenWhenStrict() {
    for (String unit : List.of("Celcius", "Celsius")) {
      SampledValue read =
          Shape.of(SampledValue.class)
              .read("{\"value\":\"1\",\"unit\":\"" + unit + "\"}", Reading.STRICT, deviations);
      assertThat(read.unit()).hasToString(unit);
    }
  }
}
