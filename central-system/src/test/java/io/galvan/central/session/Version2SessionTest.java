package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.RawStation.WebSocketStation;
import io.galvan.contract.command.Commands.CallOutcome;
import io.galvan.contract.command.Commands.NodeAnswer;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.report.StationReports.StationReport;
import io.galvan.contract.transaction.TransactionEvents;
import io.galvan.contract.transaction.TransactionEvents.EventAnswer;
import io.galvan.contract.transaction.TransactionEvents.EventKind;
import io.galvan.contract.transaction.TransactionEvents.TransactionEvent;
import io.galvan.contract.transaction.Transactions;
import io.galvan.ocpp.OcppVersion;
import io.vertx.core.Future;
import io.vertx.mqtt.MqttClientOptions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session owes a station of 2.0.1 or 2.1; the services behind it are stand-ins. */
class Version2SessionTest extends Session2Fixture {
  private static final String BOOT =
      "[2,\"b\",\"BootNotification\",{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"M\","
          + "\"vendorName\":\"V\",\"serialNumber\":\"S-9\",\"modem\":{\"iccid\":\"I\"}}}]";

  private enum Wire {
    WebSocket,
    MQTT
  }

  private RawStation station(Wire wire, OcppVersion version, String id) {
    RawStation station =
        wire == Wire.WebSocket
            ? await(offering(id, List.of(version.subprotocol())))
            : await(
                RawStation.mqtt(
                    vertx, new MqttClientOptions(), ports.get(Ports.Name.mqtt), version, id, null));
    await().until(() -> registry.find(id) != null);
    return station;
  }

  private Future<RawStation> offering(String id, List<String> subprotocols) {
    return RawStation.webSocket(
        vertx, ports.get(Ports.Name.ocpp), "/ocpp/" + id, null, subprotocols);
  }

  @ParameterizedTest
  @CsvSource({"WebSocket, V2_0_1", "WebSocket, V2_1", "MQTT, V2_0_1", "MQTT, V2_1"})
  void shouldBootAndTellTheTimeAndKeepTheStatusOfAnEvse(Wire wire, OcppVersion version) {
    RawStation station = station(wire, version, "CP-1");
    assertThat(station.ask(BOOT))
        .isEqualTo(
            "[3,\"b\",{\"currentTime\":\"2026-03-01T12:00:00.000Z\",\"interval\":60,\"status\":\"Accepted\"}]");
    assertThat(services.heard(Chargers.Boot.class))
        .containsExactly(
            new Chargers.Boot(
                "CP-1", "V", "M", "S-9", null, null, "I", null, null, null, "PowerUp"));
    assertThat(station.ask("[2,\"h\",\"Heartbeat\",{}]"))
        .isEqualTo("[3,\"h\",{\"currentTime\":\"2026-03-01T12:00:00.000Z\"}]");
    assertThat(
            station.ask(
                "[2,\"s\",\"StatusNotification\",{\"timestamp\":\"2026-03-01T11:59:58Z\",\"connectorStatus\":\"Occupied\",\"evseId\":2,\"connectorId\":1}]"))
        .isEqualTo("[3,\"s\",{}]");
    assertThat(services.heard(Chargers.ConnectorStatus.class))
        .containsExactly(
            new Chargers.ConnectorStatus(
                "CP-1",
                2,
                1,
                "Occupied",
                "NoError",
                null,
                null,
                null,
                Instant.parse("2026-03-01T11:59:58Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "ocpp2.1 ocpp2.0.1 ocpp1.6, ocpp2.1",
    "ocpp1.6 ocpp2.1, ocpp1.6",
    "ocpp3.0 ocpp2.0.1, ocpp2.0.1",
  })
  void shouldSpeakTheFirstSubprotocolOfferedThatItKnows(String offered, String spoken) {
    WebSocketStation station =
        (WebSocketStation) await(offering("CP-1", List.of(offered.split(" "))));
    assertThat(station.socket.subProtocol()).isEqualTo(spoken);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "V2_0_1|Unheard|{}|NotImplemented",
        "V2_0_1|BatterySwap|{}|NotImplemented",
        "V2_1|GetVariables|{}|NotSupported",
        "V2_1|Authorize|{}|OccurrenceConstraintViolation",
        "V2_1|ClosePeriodicEventStream|{\"id\":-1}|PropertyConstraintViolation",
      })
  void shouldRefuseWithTheCodeOfTheVersion(
      OcppVersion version, String action, String payload, String code) {
    assertThat(station(version).ask("[2,\"1\",\"" + action + "\"," + payload + "]"))
        .startsWith("[4,\"1\",\"" + code + "\"");
  }

  @Test
  void shouldAuthorizeWithTheTypeOfTheToken() {
    assertThat(
            station(OcppVersion.V2_0_1)
                .ask(
                    "[2,\"1\",\"Authorize\",{\"idToken\":{\"idToken\":\"TAG\",\"type\":\"ISO14443\"}}]"))
        .isEqualTo(
            "[3,\"1\",{\"idTokenInfo\":{\"groupIdToken\":{\"idToken\":\"GROUP\",\"type\":\"Central\"},\"status\":\"Accepted\"}}]");
  }

  @Test
  void shouldKeepReadingsOfAnEvseWithTheirMultiplier() {
    assertThat(
            station(OcppVersion.V2_1)
                .ask(
                    "[2,\"1\",\"MeterValues\",{\"evseId\":2,\"meterValue\":[{\"timestamp\":\"2026-03-01T12:00:00Z\",\"sampledValue\":[{\"value\":1.5,\"unitOfMeasure\":{\"unit\":\"Wh\",\"multiplier\":3}}]}]}]"))
        .isEqualTo("[3,\"1\",{}]");
    assertThat(services.heard(Transactions.Meter.class))
        .singleElement()
        .satisfies(
            meter -> {
              assertThat(meter.connectorId()).isEqualTo(2);
              assertThat(meter.readings().get(0).samples().get(0).value()).isEqualTo("1500");
            });
  }

  @Test
  void shouldKeepWhatItIsTold() {
    RawStation station = station(OcppVersion.V2_0_1);
    assertThat(
            station.ask(
                "[2,\"1\",\"ClearedChargingLimit\",{\"chargingLimitSource\":\"EMS\",\"evseId\":1}]"))
        .isEqualTo("[3,\"1\",{}]");
    assertThat(services.heard(StationReport.class))
        .containsExactly(
            new StationReport(
                "CP-1",
                "ClearedChargingLimit",
                null,
                1,
                clock.instant(),
                "{\"chargingLimitSource\":\"EMS\",\"evseId\":1}"));
  }

  /** A SEND is never answered, not even a wrong one. */
  @Test
  void shouldTakeASendWithoutAnAnswer() {
    RawStation station = station(OcppVersion.V2_1);
    station.send("[6,\"1\",\"NotifyPeriodicEventStream\",{}]");
    station.send(
        "[6,\"2\",\"NotifyPeriodicEventStream\",{\"id\":1,\"pending\":0,\"basetime\":\"2026-03-01T12:00:00Z\",\"data\":[{\"t\":0,\"v\":\"1\"}]}]");
    assertThat(station.ask("[2,\"3\",\"Heartbeat\",{}]")).startsWith("[3,\"3\"");
    assertThat(services.heard(StationReport.class))
        .singleElement()
        .satisfies(report -> assertThat(report.action()).isEqualTo("NotifyPeriodicEventStream"));
  }

  @Test
  void shouldRefuseAnAnswerThatIsNoneAndFailItsCommand() {
    RawStation station = station(OcppVersion.V2_1);
    Future<NodeAnswer> answer =
        registry
            .find("CP-1")
            .call(
                "GetBaseReport", "{\"requestId\":7,\"reportBase\":\"FullInventory\"}", null, 5_000);
    String call = station.receive();
    assertThat(call)
        .contains("\"GetBaseReport\",{\"requestId\":7,\"reportBase\":\"FullInventory\"}");
    String id = call.split("\"")[1];
    assertThat(station.ask("[3,\"" + id + "\",{\"status\":17}]"))
        .startsWith("[5,\"" + id + "\",\"");
    NodeAnswer failed = await(answer);
    assertThat(failed.outcome()).isEqualTo(CallOutcome.Error);
  }

  /** B02: what a pending station was asked for it may send; nothing else. */
  @Test
  void shouldHearFromAPendingStationOnlyWhatItWasAskedFor() {
    services.booted = Chargers.Registration.Pending;
    RawStation station = station(OcppVersion.V2_0_1);
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[4,\"1\",\"SecurityError\"");
    Future<NodeAnswer> refused =
        registry
            .find("CP-1")
            .call(
                "RequestStartTransaction",
                "{\"remoteStartId\":1,\"idToken\":{\"idToken\":\"T\",\"type\":\"Central\"}}",
                null,
                5_000);
    assertThat(await(refused).outcome()).isEqualTo(CallOutcome.NotSent);
    Future<NodeAnswer> triggered =
        registry
            .find("CP-1")
            .call("TriggerMessage", "{\"requestedMessage\":\"Heartbeat\"}", null, 5_000);
    String id = station.receive().split("\"")[1];
    station.send("[3,\"" + id + "\",{\"status\":\"Accepted\"}]");
    assertThat(await(triggered).outcome()).isEqualTo(CallOutcome.Result);
    assertThat(station.ask("[2,\"2\",\"Heartbeat\",{}]")).startsWith("[3,\"2\"");
  }

  @ParameterizedTest
  @CsvSource({"WebSocket, V2_0_1", "WebSocket, V2_1", "MQTT, V2_0_1", "MQTT, V2_1"})
  void shouldTakeAnEventOfWhichOnlyTheTransactionCanBeRead(Wire wire, OcppVersion version) {
    List<TransactionEvent> events = new CopyOnWriteArrayList<>();
    bus.serve(
        TransactionEvents.EVENT,
        event -> {
          events.add(event);
          return Future.succeededFuture(new EventAnswer(1, null, null, null, null));
        });
    RawStation station = station(wire, version, "CP-1");
    assertThat(
            station.ask(
                "\uFEFF[2,\"1\",\"TransactionEvent\",{\"eventType\":\"Ended\",\"timestamp\":\"now\",\"triggerReason\":\"a\tb\","
                    + "\"transactionInfo\":{\"transactionId\":\"T\",},\"idToken\":{\"idToken\":\"TAG\"},\"evse\":\"one\","
                    + "\"meterValue\":[{\"timestamp\":\"2026-03-01T11:00:00Z\",\"sampledValue\":[{\"value\":NaN},{\"value\":7}]}]}]"))
        .isEqualTo("[3,\"1\",{}]");
    assertThat(events)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.kind()).isEqualTo(EventKind.Ended);
              assertThat(event.at()).isEqualTo(clock.instant());
              assertThat(event.triggerReason()).isEqualTo("AbnormalCondition");
              assertThat(event.seqNo()).isEqualTo(-1);
              assertThat(event.idToken()).isEqualTo("TAG");
              assertThat(event.idTokenType()).isNull();
              assertThat(event.readings().get(0).samples()).hasSize(1);
            });
  }
}
