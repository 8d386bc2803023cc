package io.galvan.ocpp.v16;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers, texts and booleans in another form than the standard has. */
class TolerantValuesTest extends TolerantReadingFixture {
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
  void shouldReplaceUnpairedSurrogatesAndKeepPairs() {
    for (String half : List.of("\\ud800", "\\udc00", "\\udc00\\ud800")) {
      deviations.clear();
      String read =
          Shape.of(AuthorizeRequest.class)
              .read("{\"idTag\":\"A" + half + "B\"}", Reading.TOLERANT, deviations)
              .idTag();
      assertThat(read).matches("A\uFFFD{1,2}B");
      assertThat(deviations)
          .extracting(Deviation::kind)
          .containsExactly(DeviationKind.UnpairedSurrogate.name());
    }
    deviations.clear();
    assertThat(
            Shape.of(AuthorizeRequest.class)
                .read("{\"idTag\":\"A\\ud83d\\ude00\"}", Reading.TOLERANT, deviations)
                .idTag())
        .isEqualTo("A\uD83D\uDE00");
    assertThat(deviations).isEmpty();
  }

  @Test
  void shouldKeepAStopWithoutATransactionId() {
    StopTransactionRequest read =
        read(StopTransactionRequest.class, "{\"meterStop\":5,\"transactionId\":null," + NOON + "}");

    assertThat(read.transactionId()).isEqualTo(-1);
    assertThat(deviations)
        .extracting(Deviation::kind)
        .containsExactly("NullOptionalField", "SubstitutedValue");
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
}
