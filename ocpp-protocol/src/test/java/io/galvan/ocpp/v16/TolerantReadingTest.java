package io.galvan.ocpp.v16;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Violation;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What real chargers send, one test for each quirk: repaired when tolerant, refused when strict.
 */
class TolerantReadingTest {
  private static final String NOON = "\"timestamp\":\"2024-05-01T12:00:00Z\"";

  private final List<Deviation> deviations = new ArrayList<>();

  /** Reads tolerantly, after seeing that a strict reading refuses. */
  private <T extends Record> T read(Class<T> type, String json) {
    assertThatExceptionOfType(Violation.class)
        .isThrownBy(() -> Shape.of(type).read(json, Reading.STRICT, new ArrayList<>()));
    T record = Shape.of(type).read(json, Reading.TOLERANT, deviations);
    return record;
  }

  private void assertDeviation(String path, DeviationKind kind, String raw, String repaired) {
    assertThat(deviations).containsExactly(Deviation.of(path, kind, raw, repaired));
  }

  private Violation refused(Class<? extends Record> type, String json) {
    try {
      Record record = Shape.of(type).read(json, Reading.TOLERANT, deviations);
      throw new AssertionError("taken as " + record);
    } catch (Violation violation) {
      return violation;
    }
  }

  @ParameterizedTest
  @CsvSource({"'\"7\"',7", "'\" 7 \"',7", "'\"-1\"',-1", "'\"7.0\"',7", "'\"7e2\"',700"})
  void shouldReadAnIntegerGivenAsAString(String given, int meant) {
    CancelReservationRequest read =
        read(CancelReservationRequest.class, "{\"reservationId\":" + given + "}");

    assertThat(read.reservationId()).isEqualTo(meant);
    assertThat(deviations.get(0).kind()).isEqualTo(DeviationKind.NumberAsString.name());
    assertThat(deviations.get(0).path()).isEqualTo("$.reservationId");
  }

  @Test
  void shouldReadAnIntegerGivenWithAZeroFraction() {
    assertThat(read(CancelReservationRequest.class, "{\"reservationId\":12.0}").reservationId())
        .isEqualTo(12);
    assertDeviation("$.reservationId", DeviationKind.FractionForInteger, "12.0", "12");
  }

  @Test
  void shouldRoundAMeterRegisterButNoIdentifier() {
    StopTransactionRequest read =
        read(
            StopTransactionRequest.class,
            "{\"meterStop\":1234.5,\"transactionId\":1," + NOON + "}");

    assertThat(read.meterStop()).isEqualTo(1235);
    assertDeviation("$.meterStop", DeviationKind.FractionForInteger, "1234.5", "1235");
    assertThat(refused(CancelReservationRequest.class, "{\"reservationId\":1.5}").code())
        .isEqualTo(ErrorCode.TypeConstraintViolation);
  }

  @ParameterizedTest
  @CsvSource({"'\"x\"'", "'\"0x10\"'", "'\"1e999999999\"'", "1e99999999", "true", "{}", "[]"})
  void shouldRefuseWhatIsNoIntegerHoweverTolerant(String given) {
    assertThat(refused(CancelReservationRequest.class, "{\"reservationId\":" + given + "}").code())
        .isEqualTo(ErrorCode.TypeConstraintViolation);
  }

  @ParameterizedTest
  @CsvSource({"2147483648", "-2147483649", "99999999999999999999", "'\"2147483648\"'"})
  void shouldRefuseAnIntegerOfMoreThan32Bits(String given) {
    assertThat(refused(CancelReservationRequest.class, "{\"reservationId\":" + given + "}").code())
        .isEqualTo(ErrorCode.PropertyConstraintViolation);
  }

  @ParameterizedTest
  @CsvSource({"9223372036854775807", "-1", "-16", "0"})
  void shouldTakeEveryTransactionIdThatChargersMakeUp(long id) {
    for (Reading reading : Reading.values()) {
      RemoteStopTransactionRequest read =
          Shape.of(RemoteStopTransactionRequest.class)
              .read("{\"transactionId\":" + id + "}", reading, deviations);
      assertThat(read.transactionId()).isEqualTo(id);
    }
    assertThat(deviations).isEmpty();
  }

  @Test
  void shouldReadADecimalGivenAsAStringWithoutLoss() {
    ChargingSchedulePeriod read =
        read(ChargingSchedulePeriod.class, "{\"startPeriod\":0,\"limit\":\"16.10\"}");

    assertThat(read.limit()).isEqualTo(new BigDecimal("16.10"));
    assertDeviation("$.limit", DeviationKind.NumberAsString, "16.10", "16.10");
  }

  @Test
  void shouldReadAStringGivenAsANumber() {
    assertThat(read(AuthorizeRequest.class, "{\"idTag\":4711}").idTag()).isEqualTo("4711");
    assertDeviation("$.idTag", DeviationKind.StringAsNumber, "4711", "4711");
  }

  @ParameterizedTest
  @CsvSource({"'\"true\"',true", "'\"FALSE\"',false", "1,true", "'\"0\"',false"})
  void shouldReadABooleanGivenAsSomethingElse(String given, boolean meant) {
    KeyValue read = read(KeyValue.class, "{\"key\":\"k\",\"readonly\":" + given + "}");

    assertThat(read.readonly()).isEqualTo(meant);
    assertThat(deviations.get(0).kind()).isEqualTo(DeviationKind.BooleanAsOther.name());
  }

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
  void shouldCutALongInfoAndKeepWhatCame() {
    String info = "x".repeat(51);
    StatusNotificationRequest read =
        read(
            StatusNotificationRequest.class,
            "{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Available\",\"info\":\""
                + info
                + "\"}");

    assertThat(read.info()).isEqualTo("x".repeat(50));
    assertDeviation("$.info", DeviationKind.StringTooLong, info, "x".repeat(50));
  }

  @Test
  void shouldKeepAnIdTagWholeHoweverLongItIs() {
    String tag = "T".repeat(21);

    AuthorizeRequest read = read(AuthorizeRequest.class, "{\"idTag\":\"" + tag + "\"}");
    assertThat(read.idTag()).isEqualTo(tag);
    assertDeviation("$.idTag", DeviationKind.StringTooLong, tag, tag);
  }

  @Test
  void shouldKeepAStopWithATagThatIsTooLong() {
    String tag = "T".repeat(21);
    StopTransactionRequest read =
        read(
            StopTransactionRequest.class,
            "{\"meterStop\":5,\"transactionId\":1,\"idTag\":\"" + tag + "\"," + NOON + "}");

    assertThat(read.idTag()).isEqualTo(tag);
    assertDeviation("$.idTag", DeviationKind.StringTooLong, tag, tag);
  }

  @Test
  void shouldLeaveOutNulCharacters() {
    assertThat(
            Shape.of(AuthorizeRequest.class)
                .read("{\"idTag\":\"A\\u0000B\"}", Reading.TOLERANT, deviations)
                .idTag())
        .isEqualTo("AB");
    assertDeviation("$.idTag", DeviationKind.NulCharacter, "A\0B", "AB");
  }

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
  void shouldNotLoseAStopOrTheOtherReadingsOverOneThatCannotBeRead() {
    String readings =
        "[{\"timestamp\":\"noon\",\"sampledValue\":[{\"value\":\"1\"}]},"
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
  void shouldKnowUnitsThatStationsMeanThoughTheStandardDoesNotHaveThem() {
    SampledValue read =
        read(
            SampledValue.class,
            "{\"value\":\"16000\",\"measurand\":\"Current.Import\",\"unit\":\"mA\"}");
    assertThat(read.unit()).isEqualTo(UnitOfMeasure.mA);
    assertDeviation("$.unit", DeviationKind.UnknownEnumValue, "mA", "mA");
    assertThatExceptionOfType(Violation.class)
        .as("a strict reading knows the standard only")
        .isThrownBy(
            () ->
                Shape.of(SampledValue.class)
                    .read("{\"value\":\"1\",\"unit\":\"mA\"}", Reading.STRICT, new ArrayList<>()));
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
  void shouldKeepAStopWithoutATransactionId() {
    StopTransactionRequest read =
        read(StopTransactionRequest.class, "{\"meterStop\":5,\"transactionId\":null," + NOON + "}");

    assertThat(read.transactionId()).isEqualTo(-1);
    assertThat(deviations)
        .extracting(Deviation::kind)
        .containsExactly("NullOptionalField", "MissingNumber");
  }

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

  @Test
  void shouldReadEmptyStringsAsAbsentWhereNoStringIsMeant() {
    StopTransactionRequest stop =
        read(
            StopTransactionRequest.class,
            "{\"meterStop\":5,\"transactionId\":1,\"reason\":\"\",\"transactionData\":\"\","
                + NOON
                + "}");
    assertThat(stop.reason()).isNull();
    assertThat(stop.transactionData()).isNull();

    ReserveNowRequest parentless =
        Shape.of(ReserveNowRequest.class)
            .read(
                "{\"connectorId\":1,\"expiryDate\":\"2024-05-01T12:00:00Z\",\"idTag\":\"A\","
                    + "\"parentIdTag\":\"\",\"reservationId\":1}",
                Reading.STRICT,
                new ArrayList<>());
    assertThat(parentless.parentIdTag()).isEmpty();

    IdTagInfo info = read(IdTagInfo.class, "{\"expiryDate\":\"\",\"status\":\"Accepted\"}");
    assertThat(info).isEqualTo(IdTagInfo.of(AuthorizationStatus.Accepted));
    StartTransactionRequest start =
        read(
            StartTransactionRequest.class,
            "{\"connectorId\":1,\"idTag\":\"A\",\"meterStart\":0,\"reservationId\":\"\","
                + NOON
                + "}");
    assertThat(start.reservationId()).isNull();
    assertThat(deviations)
        .extracting(Deviation::kind)
        .containsOnly(DeviationKind.EmptyString.name())
        .hasSize(4);
  }

  @Test
  void shouldKeepTheJsonTextOfDataThatShouldBeAString() {
    DataTransferRequest read =
        read(DataTransferRequest.class, "{\"vendorId\":\"V\",\"data\":{\"a\":[1.50,null]}}");

    assertThat(read.data()).isEqualTo("{\"a\":[1.50,null]}");
    assertDeviation("$.data", DeviationKind.StructureForString, "{…}", "{\"a\":[1.50,null]}");
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
