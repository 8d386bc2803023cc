package io.galvan.central.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.testing.RawStation;
import io.galvan.contract.pki.Certificates;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.transaction.Transactions;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session owes a charging station that calls, on any transport. */
@OverEveryTransport
class StationCallsTest extends SessionFixture {
  StationCallsTest(Transport transport) {
    super(transport);
  }

  @Test
  void shouldAnswerBootHeartbeatAndStatusWithTheSameMessageId() {
    RawStation station = station("CP-1");
    assertThat(
            station.ask(
                "[2,\"1\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]"))
        .isEqualTo(
            "[3,\"1\",{\"status\":\"Accepted\",\"currentTime\":\"2026-03-01T12:00:00.000Z\",\"interval\":60}]");
    assertThat(station.ask("[2,\"2\",\"Heartbeat\",{}]"))
        .isEqualTo("[3,\"2\",{\"currentTime\":\"2026-03-01T12:00:00.000Z\"}]");
    assertThat(
            station.ask(
                "[2,\"3\",\"StatusNotification\",{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Preparing\",\"timestamp\":\"2026-03-01T11:59:58Z\"}]"))
        .isEqualTo("[3,\"3\",{}]");
    assertThat(services.heard(Chargers.ConnectorStatus.class))
        .containsExactly(
            new Chargers.ConnectorStatus(
                "CP-1",
                1,
                "Preparing",
                "NoError",
                null,
                null,
                null,
                Instant.parse("2026-03-01T11:59:58Z")));
  }

  @Test
  void shouldCarryAWholeTransaction() {
    RawStation station = station("CP-1");
    assertThat(station.ask("[2,\"1\",\"Authorize\",{\"idTag\":\"TAG\"}]"))
        .isEqualTo("[3,\"1\",{\"idTagInfo\":{\"parentIdTag\":\"GROUP\",\"status\":\"Accepted\"}}]");
    assertThat(
            station.ask(
                "[2,\"2\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":1000,\"timestamp\":\"2026-03-01T12:00:00Z\"}]"))
        .isEqualTo("[3,\"2\",{\"idTagInfo\":{\"status\":\"Accepted\"},\"transactionId\":101}]");
    assertThat(
            station.ask(
                "[2,\"3\",\"MeterValues\",{\"connectorId\":1,\"transactionId\":101,\"meterValue\":[{\"timestamp\":\"2026-03-01T12:01:00Z\",\"sampledValue\":[{\"value\":\"1100.50\"},{\"value\":\"7.2\",\"measurand\":\"Power.Active.Import\",\"unit\":\"kW\",\"phase\":\"L1-N\"}]}]}]"))
        .isEqualTo("[3,\"3\",{}]");
    assertThat(
            station.ask(
                "[2,\"4\",\"StopTransaction\",{\"transactionId\":101,\"meterStop\":1200,\"timestamp\":\"2026-03-01T12:02:00Z\",\"reason\":\"EVDisconnected\"}]"))
        .isEqualTo("[3,\"4\",{}]");
    assertThat(services.heard(Transactions.Meter.class))
        .containsExactly(
            new Transactions.Meter(
                "CP-1",
                1,
                101L,
                List.of(
                    new Transactions.Reading(
                        Instant.parse("2026-03-01T12:01:00Z"),
                        List.of(
                            new Transactions.Sample(
                                "1100.50",
                                "Sample.Periodic",
                                "Raw",
                                "Energy.Active.Import.Register",
                                null,
                                "Outlet",
                                "Wh"),
                            new Transactions.Sample(
                                "7.2",
                                "Sample.Periodic",
                                "Raw",
                                "Power.Active.Import",
                                "L1-N",
                                "Outlet",
                                "kW"))))));
    assertThat(services.heard(Transactions.Stop.class).get(0).reason()).isEqualTo("EVDisconnected");
  }

  @Test
  void shouldKeepEveryReportOfAStation() {
    RawStation station = station("CP-1");
    assertThat(
            station.ask("[2,\"1\",\"DiagnosticsStatusNotification\",{\"status\":\"Uploading\"}]"))
        .isEqualTo("[3,\"1\",{}]");
    assertThat(station.ask("[2,\"2\",\"FirmwareStatusNotification\",{\"status\":\"Downloaded\"}]"))
        .isEqualTo("[3,\"2\",{}]");
    assertThat(
            station.ask(
                "[2,\"3\",\"LogStatusNotification\",{\"status\":\"Uploaded\",\"requestId\":7}]"))
        .isEqualTo("[3,\"3\",{}]");
    assertThat(
            station.ask(
                "[2,\"4\",\"SignedFirmwareStatusNotification\",{\"status\":\"InvalidSignature\",\"requestId\":8}]"))
        .isEqualTo("[3,\"4\",{}]");
    assertThat(
            station.ask(
                "[2,\"5\",\"SecurityEventNotification\",{\"type\":\"FirmwareUpdated\",\"timestamp\":\"2026-03-01T11:00:00Z\",\"techInfo\":\"t\"}]"))
        .isEqualTo("[3,\"5\",{}]");
    assertThat(station.ask("[2,\"6\",\"SignCertificate\",{\"csr\":\"CSR-TEXT\"}]"))
        .isEqualTo("[3,\"6\",{\"status\":\"Rejected\"}]");
    assertThat(
            station.ask(
                "[2,\"7\",\"DataTransfer\",{\"vendorId\":\"V\",\"messageId\":\"M\",\"data\":\"D\"}]"))
        .as("TC_064")
        .isEqualTo("[3,\"7\",{\"status\":\"UnknownVendorId\"}]");
    assertThat(services.heard(Chargers.Notice.class))
        .containsExactly(
            new Chargers.Notice(
                "CP-1", Chargers.NoticeKind.DiagnosticsStatus, "Uploading", null, null, null),
            new Chargers.Notice(
                "CP-1", Chargers.NoticeKind.FirmwareStatus, "Downloaded", null, null, null),
            new Chargers.Notice("CP-1", Chargers.NoticeKind.LogStatus, "Uploaded", 7, null, null),
            new Chargers.Notice(
                "CP-1",
                Chargers.NoticeKind.SignedFirmwareStatus,
                "InvalidSignature",
                8,
                null,
                null),
            new Chargers.Notice(
                "CP-1",
                Chargers.NoticeKind.SecurityEvent,
                "FirmwareUpdated",
                null,
                "t",
                Instant.parse("2026-03-01T11:00:00Z")),
            new Chargers.Notice("CP-1", Chargers.NoticeKind.DataTransfer, "V", null, "M: D", null));
    assertThat(services.heard(Certificates.Submission.class))
        .containsExactly(new Certificates.Submission("CP-1", "CSR-TEXT", true));
  }

  private String transfer(RawStation station, String payload) {
    String answer = station.ask("[2,\"d\",\"DataTransfer\"," + payload + "]");
    assertThat(answer).startsWith("[3,\"d\",");
    return answer.substring("[3,\"d\",".length(), answer.length() - 1);
  }

  @Test
  void shouldLetAVendorsHandlerAnswerWhatTheVendorsStationsSay() {
    RawStation station = station("CP-1");
    assertThat(
            transfer(
                station,
                "{\"vendorId\":\"EXAMPLE.org\",\"messageId\":\"Echo\",\"data\":\"hello\"}"))
        .isEqualTo("{\"status\":\"Accepted\",\"data\":\"CP-1: hello\"}");
    assertThat(transfer(station, "{\"vendorId\":\"example.org\",\"messageId\":\"Other\"}"))
        .isEqualTo("{\"status\":\"UnknownMessageId\"}");
    assertThat(transfer(station, "{\"vendorId\":\"example.org\"}"))
        .isEqualTo("{\"status\":\"UnknownMessageId\"}");
    for (String wrong : List.of("Throw", "Fail", "Null", "NoAnswer")) {
      assertThat(
              transfer(station, "{\"vendorId\":\"example.org\",\"messageId\":\"" + wrong + "\"}"))
          .as(wrong)
          .isEqualTo("{\"status\":\"Rejected\"}");
    }
    assertThat(services.heard(Chargers.Notice.class)).hasSize(7);
    services.fail(
        Chargers.Notice.class, new GalvanException(Fault.UNAVAILABLE, "the database is away"));
    assertThat(transfer(station, "{\"vendorId\":\"example.org\",\"messageId\":\"Echo\"}"))
        .as("what is not kept is not taken")
        .isEqualTo("{\"status\":\"Rejected\"}");
  }

  @Test
  void shouldHandleOneCallAtATimeInTheirOrder() {
    Promise<Chargers.BootVerdict> boot = Promise.promise();
    services.answer(Chargers.Boot.class, request -> boot.future());
    RawStation station = station("CP-1");
    station.send(
        "[2,\"1\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]");
    station.send(
        "[2,\"2\",\"StatusNotification\",{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Available\"}]");
    await().until(() -> !services.heard(Chargers.Boot.class).isEmpty());
    station.send("[3,\"nobody-asked\",{}]");
    assertThat(services.heard(Chargers.ConnectorStatus.class)).isEmpty();
    boot.complete(new Chargers.BootVerdict(Chargers.Registration.Accepted, 60));
    assertThat(station.receive()).startsWith("[3,\"1\"");
    assertThat(station.receive()).startsWith("[3,\"2\"");
  }

  @Test
  void shouldRefuseEachBrokenMessageWithTheRightCodeAndGoOn() {
    RawStation station = station("STRICT-1");
    assertThat(station.ask("[2,\"1\",\"MakeCoffee\",{}]"))
        .startsWith("[4,\"1\",\"NotImplemented\"");
    assertThat(station.ask("[2,\"2\",\"Reset\",{\"type\":\"Hard\"}]"))
        .startsWith("[4,\"2\",\"NotSupported\"");
    assertThat(station.ask("[2,\"3\",\"Authorize\",{}]"))
        .startsWith("[4,\"3\",\"OccurenceConstraintViolation\"");
    assertThat(station.ask("[2,\"4\",\"Authorize\",{\"idTag\":12}]"))
        .startsWith("[4,\"4\",\"TypeConstraintViolation\"");
    assertThat(station.ask("[2,\"5\",\"Authorize\",{\"idTag\":\"123456789012345678901\"}]"))
        .startsWith("[4,\"5\",\"PropertyConstraintViolation\"");
    assertThat(station.ask("[2,\"6\",\"Authorize\",{\"idTag\":\"T\",\"x\":1}]"))
        .startsWith("[4,\"6\",\"FormationViolation\"");
    assertThat(station.ask("[2,\"7\",\"Authorize\",{\"idTag\":\"T\"}]")).startsWith("[3,\"7\"");
  }

  @Test
  void shouldTellAFaultOfOtherMessagesAsInternalError() {
    services.fail(
        Tokens.Authorize.class, new GalvanException(Fault.UNAVAILABLE, "the database is away"));
    assertThat(station("CP-1").ask("[2,\"1\",\"Authorize\",{\"idTag\":\"T\"}]"))
        .startsWith("[4,\"1\",\"InternalError\"");
  }
}
