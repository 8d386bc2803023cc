package io.galvan.charger.registration;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.event.Happening.ChargerBooted;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.event.Happening.ConnectorUpdated;
import io.galvan.contract.event.Happening.SecurityEvent;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.BootVerdict;
import io.galvan.contract.registration.Chargers.Charger;
import io.galvan.contract.registration.Chargers.Connector;
import io.galvan.contract.registration.Chargers.ConnectorStatus;
import io.galvan.contract.registration.Chargers.EditCharger;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.contract.registration.Chargers.NoticeKind;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.platform.bus.Done;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.EventType;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest extends ChargerFixture {
  private static void assertFault(Future<?> answer, Fault fault) {
    assertThatThrownBy(() -> await(answer))
        .isInstanceOfSatisfying(GalvanException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  @Test
  void shouldAnswerTheRegistrationAnOperatorChose() {
    String id = charger();
    assertThat(ask(Chargers.BOOT, booting(id, "V")))
        .isEqualTo(new BootVerdict(Registration.Accepted, 300));
    ask(Chargers.EDIT, new EditCharger(id, null, null, Registration.Rejected, false, null));
    assertThat(ask(Chargers.BOOT, booting(id, "V")))
        .isEqualTo(new BootVerdict(Registration.Rejected, 60));
    assertThat(happenings(settledEventsOf(id), ChargerBooted.class))
        .containsExactly(
            new ChargerBooted(Registration.Accepted, "V", "M1", "1.0"),
            new ChargerBooted(Registration.Rejected, "V", "M1", "1.0"));
  }

  @Test
  void shouldStoreAllABootTellsWithoutWhatPostgresCannotHold() {
    String id = charger();
    ask(Chargers.BOOT, booting(id, "Ven\u0000dor" + "x".repeat(10_000)));
    Charger view = get(id);
    assertThat(view.vendor()).startsWith("Vendorxxx").hasSize(500);
    assertThat(view.model()).isEqualTo("M1");
    assertThat(view.serialNumber()).isEqualTo("S1");
    assertThat(view.chargeBoxSerialNumber()).isEqualTo("CB1");
    assertThat(view.firmwareVersion()).isEqualTo("1.0");
    assertThat(view.iccid()).isEqualTo("iccid");
    assertThat(view.imsi()).isEqualTo("imsi");
    assertThat(view.meterType()).isEqualTo("mt");
    assertThat(view.meterSerialNumber()).isEqualTo("ms");
    assertThat(view.bootedAt()).isEqualTo(clock.instant());
  }

  @Test
  void shouldLetTheLastOfTwoBootsInOneBatchStand() {
    String id = charger();
    List<Future<BootVerdict>> answers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      answers.add(bus.request(Chargers.BOOT, booting(id, "V" + i)));
    }
    answers.forEach(answer -> assertThat(await(answer).registration()).isNotNull());
    List<ChargerBooted> booted = happenings(settledEventsOf(id), ChargerBooted.class);
    assertThat(booted).hasSize(30);
    assertThat(get(id).vendor()).isEqualTo(booted.get(29).vendor());
  }

  @Test
  void shouldAnswerNotFoundToTheBootOfADeletedChargerOnly() {
    String id = charger();
    Future<BootVerdict> deleted = bus.request(Chargers.BOOT, booting("deleted", "V"));
    Future<BootVerdict> known = bus.request(Chargers.BOOT, booting(id, "V"));
    assertThat(await(known).registration()).isEqualTo(Registration.Accepted);
    assertFault(deleted, Fault.NOT_FOUND);
  }

  @Test
  void shouldTellAConnectorsNewStateOnce() {
    String id = charger();
    Instant at = clock.instant();
    ask(Chargers.STATUS, status(id, 1, "Available", at));
    ask(Chargers.STATUS, status(id, 1, "Available", at.plusSeconds(1)));
    ask(Chargers.STATUS, status(id, 1, "Charging", at.plusSeconds(2)));
    assertThat(get(id).connectors())
        .containsExactly(
            new Connector(1, 1, "Charging", "NoError", null, null, null, at.plusSeconds(2)));
    assertThat(happenings(settledEventsOf(id), ConnectorUpdated.class))
        .containsExactly(
            new ConnectorUpdated(1, 1, "Available", "NoError", null, at),
            new ConnectorUpdated(1, 1, "Charging", "NoError", null, at.plusSeconds(2)));
  }

  @Test
  void shouldPassOverAReportOlderThanTheStoredOne() {
    String id = charger();
    Instant at = clock.instant();
    ask(Chargers.STATUS, status(id, 1, "Charging", at));
    ask(Chargers.STATUS, status(id, 1, "Available", at.minusSeconds(1)));
    assertThat(get(id).connectors()).extracting(Connector::status).containsExactly("Charging");
    assertThat(settledEventsOf(id, EventType.connector_updated)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "1999-12-31T23:59:59Z",
        "2026-03-02T12:00:01Z",
        "+999999999-12-31T23:59:59Z"
      })
  void shouldCountATimeThatCannotBeMeantAsNow(String at) {
    String id = charger();
    ask(Chargers.STATUS, status(id, 1, "Charging", Instant.parse(at)));
    assertThat(get(id).connectors().get(0).statusAt()).isEqualTo(clock.instant());
    ask(Chargers.STATUS, status(id, 1, "Available", null));
    assertThat(get(id).connectors().get(0).status()).isEqualTo("Available");
  }

  @Test
  void shouldNotLetAStatusOfTheFutureHideTheNextOne() {
    String id = charger();
    Instant now = clock.instant();
    ask(Chargers.STATUS, status(id, 1, "Charging", now.plusSeconds(7_200)));
    assertThat(get(id).connectors().get(0).statusAt()).isEqualTo(now);
    ask(Chargers.STATUS, status(id, 1, "Available", now.plusSeconds(2)));
    assertThat(get(id).connectors()).extracting(Connector::status).containsExactly("Available");
  }

  @Test
  void shouldBelieveTheFirstStatusAfterABootThoughItsClockIsBehind() {
    String id = charger();
    Instant now = clock.instant();
    ask(Chargers.STATUS, status(id, 1, "Available", now));
    clock.advance(Duration.ofSeconds(1));
    ask(Chargers.BOOT, booting(id, "V"));
    clock.advance(Duration.ofSeconds(1));
    ask(Chargers.STATUS, status(id, 1, "Charging", now.minusSeconds(3_600)));
    assertThat(get(id).connectors()).extracting(Connector::status).containsExactly("Charging");
    ask(Chargers.STATUS, status(id, 1, "Available", now.minusSeconds(3_700)));
    assertThat(get(id).connectors())
        .as("older than what was told since the boot")
        .extracting(Connector::status)
        .containsExactly("Charging");
  }

  @Test
  void shouldGoByTheOrderOfArrivalWithinAMinuteOfOneConnection() {
    String id = charger();
    connect(id, "n1");
    Instant now = clock.instant();
    ask(Chargers.STATUS, status(id, 1, "Charging", now.plusSeconds(50)));
    ask(Chargers.STATUS, status(id, 1, "Available", now));
    assertThat(get(id).connectors()).extracting(Connector::status).containsExactly("Available");
    ask(Chargers.STATUS, status(id, 1, "Charging", now.minusSeconds(3_600)));
    assertThat(get(id).connectors()).extracting(Connector::status).containsExactly("Available");
  }

  @RepeatedTest(20)
  void shouldApplyManyReportsOfOneConnectorInTheirOrder() {
    String id = charger();
    Instant at = clock.instant();
    List<Future<Done>> answers = new ArrayList<>();
    List<String> told = new ArrayList<>();
    io.vertx.core.Promise<Void> sent = io.vertx.core.Promise.promise();
    // Sent from one context, so that the bus keeps their order.
    vertx.runOnContext(
        ignored -> {
          for (int i = 0; i < 50; i++) {
            String state = i % 2 == 0 ? "Preparing" : "Charging";
            told.add(state);
            answers.add(bus.request(Chargers.STATUS, status(id, 1, state, at)));
            answers.add(bus.request(Chargers.STATUS, status(id, 1, "Old", at.minusSeconds(9))));
          }
          sent.complete();
        });
    await(sent.future());
    answers.forEach(answer -> await(answer));
    assertThat(happenings(settledEventsOf(id), ConnectorUpdated.class))
        .extracting(ConnectorUpdated::status)
        .containsExactlyElementsOf(told);
    assertThat(get(id).connectors()).extracting(Connector::status).containsExactly("Charging");
  }

  @Test
  void shouldWriteAThousandReportsInFewTransactions() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ids.add(charger());
    }
    long before = commits("status");
    List<ConnectorStatus> reports = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      reports.add(status(ids.get(i % 20), 1 + i / 20, "Available", clock.instant()));
    }
    askAll(Chargers.STATUS, reports).forEach(answer -> await(answer));
    assertThat(commits("status") - before).isLessThan(100);
    assertThat(get(ids.get(0)).connectors()).hasSize(50);
    assertThat(settledEventsOf(ids.get(19), EventType.connector_updated)).hasSize(50);
  }

  @Test
  void shouldFailOnlyTheBadReportsAmongMany() {
    String id = charger();
    List<Future<Done>> good = new ArrayList<>();
    List<Future<Done>> unknown = new ArrayList<>();
    List<Future<Done>> invalid = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      good.add(bus.request(Chargers.STATUS, status(id, i, "Fin\u0000ishing", null)));
      unknown.add(bus.request(Chargers.STATUS, status("nobody", i, "Available", null)));
      invalid.add(bus.request(Chargers.STATUS, status(id, 1_000 + i, "Available", null)));
    }
    invalid.add(bus.request(Chargers.STATUS, status(id, -1, "Available", null)));
    good.forEach(answer -> await(answer));
    unknown.forEach(answer -> assertFault(answer, Fault.NOT_FOUND));
    invalid.forEach(answer -> assertFault(answer, Fault.INVALID));
    assertThat(get(id).connectors())
        .hasSize(50)
        .allSatisfy(connector -> assertThat(connector.status()).isEqualTo("Finishing"));
  }

  @Test
  void shouldKeepNoticesAndShowHowFarUpdatesAndUploadsCame() {
    String id = charger();
    notice(id, NoticeKind.FirmwareStatus, "Downloading");
    notice(id, NoticeKind.SignedFirmwareStatus, "Installed");
    notice(id, NoticeKind.DiagnosticsStatus, "Uploading");
    notice(id, NoticeKind.LogStatus, "Uploaded");
    notice(id, NoticeKind.DataTransfer, "{}");
    notice(id, NoticeKind.SignCertificate, "CSR");
    Charger view = get(id);
    assertThat(view.firmwareStatus()).isEqualTo("Installed");
    assertThat(view.diagnosticsStatus()).isEqualTo("Uploaded");
    assertThat(happenings(settledEventsOf(id), ChargerUpdated.class))
        .endsWith(
            new ChargerUpdated(ChargerChange.Firmware, "Downloading"),
            new ChargerUpdated(ChargerChange.Firmware, "Installed"),
            new ChargerUpdated(ChargerChange.Diagnostics, "Uploading"),
            new ChargerUpdated(ChargerChange.Diagnostics, "Uploaded"))
        .hasSize(5);
    assertThat(count("select count(*) from notice where charger_id = $1", id)).isEqualTo(6);
  }

  @Test
  void shouldTellASecurityEventWithItsOwnTime() {
    String id = charger();
    Instant at = clock.instant().minusSeconds(5);
    ask(
        Chargers.NOTICE,
        new Notice(id, NoticeKind.SecurityEvent, "TamperDetectionActivated", null, "lid", at));
    assertThat(happenings(settledEventsOf(id), SecurityEvent.class))
        .containsExactly(new SecurityEvent("TamperDetectionActivated", "lid", at));
    assertFault(
        bus.request(
            Chargers.NOTICE, new Notice("nobody", NoticeKind.SecurityEvent, "x", null, null, null)),
        Fault.NOT_FOUND);
  }

  @Test
  void shouldDeleteNoticesWithTheMessagesThatBroughtThem() {
    String id = charger();
    notice(id, NoticeKind.DataTransfer, "{}");
    String fresh = charger();
    notice(fresh, NoticeKind.DataTransfer, "{}");
    await(
        pool.preparedQuery(
                "update notice set stored_at = stored_at - interval '30 days 1 second'"
                    + " where charger_id = $1")
            .execute(io.vertx.sqlclient.Tuple.of(id)));
    org.awaitility.Awaitility.await()
        .until(() -> count("select count(*) from notice where charger_id = $1", id) == 0);
    assertThat(count("select count(*) from notice where charger_id = $1", fresh)).isOne();
  }

  private void notice(String id, NoticeKind kind, String value) {
    ask(Chargers.NOTICE, new Notice(id, kind, value, 7, null, null));
  }
}
