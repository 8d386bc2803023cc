package io.galvan.ocpp.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.Frame;
import io.galvan.ocpp.rpc.Inbound;
import io.galvan.ocpp.rpc.Reading;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stations of OCPP 2.x send beside the standard: it costs no more than itself. */
class TolerantReading2Test {
  private static final Instant RECEIVED = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<OcppVersion> VERSIONS = List.of(OcppVersion.V2_0_1, OcppVersion.V2_1);
  private static final String NOON = "\"timestamp\":\"2026-03-01T11:00:00Z\"";
  private static final String GOOD = "{\"value\":1500,\"context\":\"Transaction.End\"}";
  private static final String EVENT =
      "{\"eventType\":\"Ended\","
          + NOON
          + ",\"triggerReason\":\"EVDeparted\",\"seqNo\":1,\"transactionInfo\":{\"transactionId\":\"T\"}%s}";

  private static Inbound decode(OcppVersion version, Reading mode, String action, String payload) {
    String text = "[2,\"1\",\"" + action + "\"," + payload + "]";
    return Actions2.codec(version).decode(text, mode, id -> null, () -> RECEIVED);
  }

  /** What a strict reading refuses and a tolerant one takes. */
  private static Inbound.Received read(OcppVersion version, String action, String payload) {
    assertThat(decode(version, Reading.STRICT, action, payload))
        .isInstanceOf(Inbound.Refused.class);
    Inbound inbound = decode(version, Reading.TOLERANT, action, payload);
    assertThat(inbound).as(payload).isInstanceOf(Inbound.Received.class);
    return (Inbound.Received) inbound;
  }

  private static <T extends Record> T payload(Inbound inbound, Class<T> type) {
    return type.cast(((Frame.Call) ((Inbound.Received) inbound).frame()).payload());
  }

  private static TransactionEventRequest event(OcppVersion version, String payload) {
    return payload(read(version, "TransactionEvent", payload), TransactionEventRequest.class);
  }

  private static String metered(String samples) {
    return EVENT.formatted(",\"meterValue\":[{" + NOON + ",\"sampledValue\":[" + samples + "]}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"measurand\":\"SoC\"}",
        "{\"value\":\"12 kWh\"}",
        "{\"value\":\"\"}",
        "{\"value\":null}",
        "{\"value\":NaN}",
        "{\"value\":1,\"measurand\":\"Vendor.Thing\"}",
        "{\"value\":1,\"phase\":\"L4\"}",
        "{\"value\":1,\"unitOfMeasure\":\"Wh\"}",
        "{\"value\":1,\"unitOfMeasure\":{\"unit\":\"kilowatthours-of-energy\"}}",
        "{\"value\":1,\"unitOfMeasure\":{\"multiplier\":\"kilo\"}}",
        "null",
        "\"x\""
      })
  void shouldKeepAnEventAndItsOtherSamplesOverOneThatCannotBeRead(String bad) {
    for (OcppVersion version : VERSIONS) {
      TransactionEventRequest read = event(version, metered(bad + "," + GOOD));

      assertThat(read.meterValue()).hasSize(1);
      assertThat(read.meterValue().get(0).sampledValue())
          .extracting(SampledValue::value)
          .containsExactly(new BigDecimal(1500));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"value\":1,\"context\":\"Foo\"}",
        "{\"value\":1,\"location\":\"Charger\"}",
        "{\"value\":1,\"signedMeterValue\":{\"signedMeterData\":\"x\"}}",
        "{\"value\":\"1\",\"unit\":\"Wh\"}"
      })
  void shouldKeepASampleWithoutWhatOfItCannotBeRead(String sample) {
    TransactionEventRequest read = event(OcppVersion.V2_0_1, metered(sample));

    assertThat(read.meterValue().get(0).sampledValue())
        .containsExactly(
            new SampledValue(null, null, null, null, null, null, BigDecimal.ONE, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"meterValue\":[]",
        "\"meterValue\":[{" + NOON + ",\"sampledValue\":[]}]",
        "\"meterValue\":\"none\"",
        "\"evse\":{\"connectorId\":1}",
        "\"idToken\":\"TAG\"",
        "\"cableMaxCurrent\":32.5",
        "\"reservationId\":99999999999"
      })
  void shouldLeaveOutAnOptionalFieldOfAnEvent(String field) {
    for (OcppVersion version : VERSIONS) {
      assertThat(event(version, EVENT.formatted("," + field)))
          .isEqualTo(
              payload(
                  decode(version, Reading.STRICT, "TransactionEvent", EVENT.formatted("")),
                  TransactionEventRequest.class));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V2_0_1", "V2_1"})
  void shouldKeepAnEventWhateverOfItCannotBeRead(OcppVersion version) {
    for (String fields :
        List.of(
            "",
            ",\"eventType\":null,\"timestamp\":\"\",\"triggerReason\":null,\"seqNo\":\"\"",
            ",\"eventType\":\"Over\",\"timestamp\":\"now\",\"triggerReason\":\"Plugged\",\"seqNo\":{}")) {
      TransactionEventRequest read =
          event(version, "{\"transactionInfo\":{\"transactionId\":\"T\"}" + fields + "}");

      assertThat(read.eventType()).isEqualTo(TransactionEvent.Updated);
      assertThat(read.timestamp().toInstant()).isEqualTo(RECEIVED);
      assertThat(read.triggerReason()).isEqualTo(TriggerReason.AbnormalCondition);
      assertThat(read.seqNo()).isEqualTo(-1);
    }
    assertThat(decode(version, Reading.TOLERANT, "TransactionEvent", "{\"seqNo\":1}"))
        .as("of no transaction")
        .isInstanceOf(Inbound.Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"idToken\":\"TAG\"}',TAG,''",
    "'{\"type\":\"ISO14443\"}','',ISO14443",
    "'{\"idToken\":\"TAG\",\"type\":\"RFID\"}',TAG,RFID",
    "'{\"idToken\":\"TAG\",\"type\":\"iso14443\"}',TAG,ISO14443"
  })
  void shouldKeepAnIdTokenOfNoOrAnotherType(String token, String text, String type) {
    AuthorizeRequest read =
        payload(
            read(OcppVersion.V2_0_1, "Authorize", "{\"idToken\":" + token + "}"),
            AuthorizeRequest.class);

    assertThat(read.idToken()).isEqualTo(new IdToken(null, text, type, null));
  }

  @ParameterizedTest
  @CsvSource({"V2_0_1,37", "V2_1,256"})
  void shouldKeepAnIdTokenHoweverLongItIs(OcppVersion version, int length) {
    String tag = "T".repeat(length);
    Inbound.Received received =
        read(
            version,
            "Authorize",
            "{\"idToken\":{\"idToken\":\"" + tag + "\",\"type\":\"ISO14443\"}}");

    assertThat(payload(received, AuthorizeRequest.class).idToken().idToken()).isEqualTo(tag);
    assertThat(received.deviations()).extracting(Deviation::kind).containsExactly("StringTooLong");
  }

  /** Columns: action, the list's name, a bad element, a good one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "NotifyReport | reportData | \"variableAttribute\":[{\"type\":\"Odd\"}] | \"variableAttribute\":[{\"value\":\"1\"}]",
        "NotifyReport | reportData | \"x\":1 | \"variableAttribute\":[{\"type\":\"Target\"}]",
        "NotifyMonitoringReport | monitor | \"variableMonitoring\":[{\"id\":1,\"transaction\":false,\"value\":1,\"type\":\"Delta\",\"eventNotificationType\":\"CustomMonitor\"}] | \"variableMonitoring\":[{\"id\":1,\"transaction\":false,\"value\":1,\"type\":\"Delta\",\"severity\":5,\"eventNotificationType\":\"CustomMonitor\"}]",
        "NotifyEvent | eventData | \"eventId\":3,\"timestamp\":\"2026-03-01T11:00:00Z\",\"trigger\":\"Foo\",\"actualValue\":\"1\",\"eventNotificationType\":\"CustomMonitor\" | \"eventId\":2,\"timestamp\":\"2026-03-01T11:00:00Z\",\"trigger\":\"Alerting\",\"actualValue\":\"1\",\"eventNotificationType\":\"CustomMonitor\"",
      })
  void shouldDropABrokenElementOfAReport(String action, String list, String bad, String good) {
    String name = "{\"component\":{\"name\":\"X\"},\"variable\":{\"name\":\"Y\"},";
    String report =
        "{\"requestId\":1,\"seqNo\":0,\"generatedAt\":\"2026-03-01T11:00:00Z\",\"%s\":[%s]}";
    for (OcppVersion version : VERSIONS) {
      Inbound.Received received =
          read(version, action, report.formatted(list, name + bad + "}," + name + good + "}"));

      Inbound one =
          decode(version, Reading.TOLERANT, action, report.formatted(list, name + good + "}"));
      assertThat(payload(received, Record.class)).isEqualTo(payload(one, Record.class));
      assertThat(received.deviations()).extracting(Deviation::kind).contains("BrokenElement");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "NotifyReport | {\"requestId\":1,\"seqNo\":0,\"generatedAt\":\"2026-03-01T11:00:00Z\",\"tbc\":\"maybe\"}",
        "Authorize | {\"idToken\":{\"idToken\":\"T\",\"type\":\"eMAID\"},\"iso15118CertificateHashData\":[{\"hashAlgorithm\":\"SHA256\"},{\"hashAlgorithm\":\"SHA256\",\"issuerNameHash\":\"a\",\"issuerKeyHash\":\"b\",\"serialNumber\":\"c\",\"responderURL\":\"http://x\"}]}",
        "Authorize | {\"idToken\":{\"idToken\":\"T\",\"type\":\"eMAID\",\"additionalInfo\":[{\"type\":\"x\"}]}}",
        "SignCertificate | {\"csr\":\"x\",\"certificateType\":\"Odd\"}",
        "NotifyEvent | {\"seqNo\":0,\"generatedAt\":\"2026-03-01T11:00:00Z\",\"eventData\":[{\"eventId\":1}]}",
      })
  void shouldRefuseRatherThanLeaveOutWhatADecisionRestsOn(String action, String payload) {
    assertThat(decode(OcppVersion.V2_0_1, Reading.TOLERANT, action, payload))
        .isInstanceOf(Inbound.Refused.class);
  }
}
