package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.Direction;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.platform.json.Mapper;
import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.station.SimulatedStation;
import io.galvan.simulator.station.StationBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command of 1.6, sent by REST to a simulated station on either transport. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsTest {
  private static final String PROFILE =
      "{'chargingProfileId':1,'stackLevel':0,'chargingProfilePurpose':'TxDefaultProfile','chargingProfileKind':'Relative','chargingSchedule':{'chargingRateUnit':'A','chargingSchedulePeriod':[{'startPeriod':0,'limit':6.1}]}}";
  private static final String HASHES =
      "{'hashAlgorithm':'SHA256','issuerNameHash':'aa','issuerKeyHash':'bb','serialNumber':'01'}";

  private RunningSystem system;

  @BeforeAll
  void start() {
    system = RunningSystem.start(Map.of());
  }

  @AfterAll
  void stop() {
    system.close();
  }

  private static Map<String, String> bodies() {
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put("CancelReservation", "{'reservationId':99}");
    bodies.put("CertificateSigned", "{'certificateChain':'PEM'}");
    bodies.put("ChangeAvailability", "{'connectorId':2,'type':'Inoperative'}");
    bodies.put("ChangeConfiguration", "{'key':'MeterValueSampleInterval','value':'61'}");
    bodies.put("ClearCache", "{}");
    bodies.put("SetChargingProfile", "{'connectorId':1,'csChargingProfiles':" + PROFILE + "}");
    bodies.put("GetCompositeSchedule", "{'connectorId':1,'duration':300}");
    bodies.put("ClearChargingProfile", "{}");
    bodies.put("DataTransfer", "{'vendorId':'V'}");
    bodies.put("DeleteCertificate", "{'certificateHashData':" + HASHES + "}");
    bodies.put("ExtendedTriggerMessage", "{'requestedMessage':'Heartbeat'}");
    bodies.put("GetConfiguration", "{}");
    bodies.put("GetDiagnostics", "{'location':'ftp://127.0.0.1/up'}");
    bodies.put("GetInstalledCertificateIds", "{'certificateType':'CentralSystemRootCertificate'}");
    bodies.put("GetLocalListVersion", "{}");
    bodies.put(
        "GetLog",
        "{'logType':'SecurityLog','requestId':1,'log':{'remoteLocation':'http://127.0.0.1/up'}}");
    bodies.put(
        "InstallCertificate",
        "{'certificateType':'ManufacturerRootCertificate','certificate':'PEM'}");
    bodies.put(
        "ReserveNow",
        "{'connectorId':1,'expiryDate':'2099-01-01T00:00:00Z','idTag':'CMD-TAG','reservationId':1}");
    bodies.put(
        "SendLocalList",
        "{'listVersion':1,'updateType':'Full','localAuthorizationList':[{'idTag':'A','idTagInfo':{'status':'Accepted'}}]}");
    bodies.put(
        "SignedUpdateFirmware",
        "{'requestId':1,'firmware':{'location':'http://127.0.0.1/fw','retrieveDateTime':'2099-01-01T00:00:00Z','signingCertificate':'PEM','signature':'S'}}");
    bodies.put("TriggerMessage", "{'requestedMessage':'StatusNotification','connectorId':1}");
    bodies.put("UnlockConnector", "{'connectorId':1}");
    bodies.put("RemoteStopTransaction", "{'transactionId':1}");
    bodies.put("RemoteStartTransaction", "{'idTag':'CMD-TAG'}");
    bodies.put(
        "UpdateFirmware",
        "{'location':'http://127.0.0.1/fw','retrieveDate':'2099-01-01T00:00:00Z'}");
    bodies.put("Reset", "{'type':'Soft'}");
    return bodies;
  }

  private SimulatedStation station(String id, String transport) {
    StationBuilder builder =
        SimulatedStation.builder(system.vertx)
            .id(id)
            .connectors(2)
            .meterInterval(Duration.ofSeconds(1))
            .seed(1);
    builder =
        transport.equals("mqtt")
            ? builder.mqtt("127.0.0.1", system.mqttPort())
            : builder.webSocket(system.webSocketUrl());
    SimulatedStation station = await(builder.build().start());
    await().until(() -> station.registration().isPresent());
    return station;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "mqtt"})
  void shouldSendEveryCommandAndUnderstandItsAnswer(String transport) throws Exception {
    assertThat(bodies().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Actions16.TABLE.all().stream()
                .filter(action -> action.direction() != Direction.FROM_CHARGER)
                .map(Action::name)
                .toList());
    String id = "CMD-" + transport;
    system
        .api
        .post(
            "/chargers",
            Map.of("id", id, "registration", "Accepted", "strict", true, "defaultVersion", "V1_6"))
        .expect(201);
    SimulatedStation station = station(id, transport);
    for (Map.Entry<String, String> command : bodies().entrySet()) {
      JsonNode answer =
          system
              .api
              .post(
                  "/chargers/" + id + "/commands/" + command.getKey(),
                  Mapper.JSON.readTree(command.getValue().replace('\'', '"')))
              .expect(200);
      assertThat(answer.get("state").asText()).as(answer.toString()).isIn("Accepted", "Rejected");
      assertThat(answer.get("response").isObject()).isTrue();
    }
    JsonNode keys = system.api.get("/chargers/" + id + "/configuration").get("keys");
    assertThat(keys.findValuesAsText("key"))
        .contains("MeterValueSampleInterval", "HeartbeatInterval");
    assertThat(system.api.get("/chargers/" + id + "/commands?limit=100").get("items")).hasSize(26);
    await(station.stop());
  }

  @Test
  void shouldStartAndStopATransactionOfAStationOverMqtt() {
    system.register("REMOTE-MQTT", "REMOTE-TAG");
    SimulatedStation station = station("REMOTE-MQTT", "mqtt");
    await(station.run(() -> station.plugIn(1, new Battery(60_000, 30))));
    assertThat(
            system
                .api
                .command(
                    "REMOTE-MQTT",
                    "RemoteStartTransaction",
                    Map.of("connectorId", 1, "idTag", "REMOTE-TAG"))
                .expect(200)
                .get("state")
                .asText())
        .isEqualTo("Accepted");
    await()
        .untilAsserted(
            () ->
                assertThat(system.api.get("/chargers/REMOTE-MQTT").get("runningTransactions"))
                    .hasSize(1));
    JsonNode running = system.api.get("/chargers/REMOTE-MQTT").get("runningTransactions").get(0);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        system
                            .api
                            .get("/transactions/" + running.get("id"))
                            .get("energyWh")
                            .asDouble())
                    .isPositive());
    system
        .api
        .command(
            "REMOTE-MQTT",
            "RemoteStopTransaction",
            Map.of("transactionId", running.get("id").asLong()))
        .expect(200);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        system
                            .api
                            .get("/transactions/" + running.get("id"))
                            .get("stopReason")
                            .asText())
                    .isEqualTo("Remote"));
    assertThat(system.api.get("/chargers/REMOTE-MQTT").get("transport").asText()).isEqualTo("MQTT");
    await(station.stop());
    await()
        .untilAsserted(
            () ->
                assertThat(system.api.command("REMOTE-MQTT", "ClearCache", Map.of()).status())
                    .isEqualTo(409));
  }

  @Test
  void shouldAnswerARepeatedRequestWithTheFirstOnesCommandAndAStationThatIsGoneWith409() {
    system.register("GONE", "GONE-TAG");
    assertThat(system.api.command("GONE", "ClearCache", Map.of()).status()).isEqualTo(409);
    assertThat(system.api.command("NOBODY-KNOWS", "ClearCache", Map.of()).status()).isEqualTo(404);
  }

  @Test
  void shouldTakeTheNewPasswordOnceTheStationAcceptedIt() {
    system.register("SECRET", "SECRET-TAG");
    SimulatedStation station = station("SECRET", "ws");
    system
        .api
        .command(
            "SECRET",
            "ChangeConfiguration",
            Map.of("key", "AuthorizationKey", "value", "0123456789abcdef0123456789abcdef"))
        .expect(409);
    system.api.send("POST", "/chargers/SECRET/unproven-secrets", null).expect(200);
    JsonNode command =
        system
            .api
            .command(
                "SECRET",
                "ChangeConfiguration",
                Map.of("key", "AuthorizationKey", "value", "0123456789abcdef0123456789abcdef"))
            .expect(200);
    assertThat(command.get("state").asText()).isEqualTo("Accepted");
    assertThat(command.toString()).doesNotContain("0123456789abcdef");
    assertThat(system.api.get("/chargers/SECRET/commands").toString())
        .doesNotContain("0123456789abcdef");
    await(station.stop());
    // Until the station has shown it, the older way opens too.
    await(
            io.galvan.central.testing.RawStation.webSocket(
                system.vertx, system.ocppPort(), "SECRET", "0123456789abcdef0123456789abcdef"))
        .close();
    assertThat(
            io.galvan.central.testing.RawStation.webSocket(
                    system.vertx, system.ocppPort(), "SECRET", null)
                .toCompletionStage())
        .failsWithin(Duration.ofSeconds(10));
  }
}
