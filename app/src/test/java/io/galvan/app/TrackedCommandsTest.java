package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.station.SimulatedStation;
import io.galvan.simulator.station.StationBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that wait, what follows remote starts and stops, and the same command to a fleet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrackedCommandsTest {
  private RunningSystem system;

  @BeforeAll
  void start() {
    system = RunningSystem.start(Map.of());
  }

  @AfterAll
  void stop() {
    system.close();
  }

  private SimulatedStation station(String id, boolean mqtt) {
    StationBuilder builder =
        SimulatedStation.builder(system.vertx)
            .id(id)
            .connectors(1)
            .meterInterval(Duration.ofSeconds(1))
            .seed(1);
    SimulatedStation station =
        (mqtt
                ? builder.mqtt("127.0.0.1", system.mqttPort())
                : builder.webSocket(system.webSocketUrl()))
            .build();
    await(station.start());
    await().until(() -> station.registration().isPresent());
    return station;
  }

  private JsonNode command(String id, JsonNode command) {
    return system.api.get("/chargers/" + id + "/commands/" + command.get("id").asText());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldSendAWaitingCommandWhenItsStationComes(boolean mqtt) {
    String id = "WAIT-" + mqtt;
    system.register(id, id + "-TAG");
    JsonNode queued =
        system
            .api
            .post("/chargers/" + id + "/commands/ClearCache?whenOffline=wait", Map.of())
            .expect(202);
    assertThat(queued.get("state").asText()).isEqualTo("Queued");
    assertThat(queued.get("expiresAt")).isNotNull();
    SimulatedStation station = station(id, mqtt);
    await()
        .untilAsserted(
            () -> assertThat(command(id, queued).get("state").asText()).isEqualTo("Accepted"));
    await(station.stop());
  }

  @Test
  void shouldTakeBackAWaitingCommandAndRefuseToKeepAPassword() {
    system.register("BACK", "BACK-TAG");
    JsonNode queued =
        system
            .api
            .post("/chargers/BACK/commands/ClearCache?whenOffline=wait&expiresInS=60", Map.of())
            .expect(202);
    String path = "/chargers/BACK/commands/" + queued.get("id").asText() + "/cancel";
    assertThat(system.api.post(path, Map.of()).expect(200).get("state").asText())
        .isEqualTo("Cancelled");
    system.api.post(path, Map.of()).expect(409);
    system
        .api
        .post(
            "/chargers/BACK/commands/ChangeConfiguration?whenOffline=wait",
            Map.of("key", "AuthorizationKey", "value", "0123456789abcdef0123456789abcdef"))
        .expect(400);
    system.api.post("/chargers/BACK/commands/ClearCache?whenOffline=later", Map.of()).expect(400);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldTellWhichTransactionARemoteStartAndStopBroughtAbout(boolean mqtt) {
    String id = "SAGA-" + mqtt;
    system.register(id, id + "-TAG");
    SimulatedStation station = station(id, mqtt);
    await(station.run(() -> station.plugIn(1, new Battery(60_000, 30))));
    JsonNode start =
        system
            .api
            .command(id, "RemoteStartTransaction", Map.of("connectorId", 1, "idTag", id + "-TAG"))
            .expect(200);
    await()
        .untilAsserted(
            () ->
                assertThat(command(id, start).get("outcome").get("state").asText())
                    .isEqualTo("Started"));
    long transactionId = command(id, start).get("outcome").get("transactionId").asLong();
    JsonNode running = system.api.get("/chargers/" + id).get("runningTransactions").get(0);
    assertThat(running.get("id").asLong()).isEqualTo(transactionId);
    JsonNode stop =
        system
            .api
            .command(id, "RemoteStopTransaction", Map.of("transactionId", transactionId))
            .expect(200);
    await()
        .untilAsserted(
            () ->
                assertThat(command(id, stop).get("outcome").get("state").asText())
                    .isEqualTo("Stopped"));
    await(station.stop());
  }

  @Test
  void shouldSendTheSameCommandToAFleetAndTellTheResultOfEach() {
    List<SimulatedStation> stations = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      system.register("FLEET-" + i, "FLEET-TAG-" + i);
      if (i > 0) {
        stations.add(station("FLEET-" + i, i % 2 == 0));
      }
    }
    JsonNode campaign =
        system
            .api
            .post(
                "/campaigns",
                Map.of(
                    "name",
                    "slower meters",
                    "action",
                    "ChangeConfiguration",
                    "request",
                    Map.of("key", "MeterValueSampleInterval", "value", "300"),
                    "filter",
                    Map.of("search", "FLEET-"),
                    "parallelism",
                    2))
            .expect(201);
    assertThat(campaign.get("total").asInt()).isEqualTo(6);
    String path = "/campaigns/" + campaign.get("id").asText();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(system.api.get(path).get("state").asText()).isEqualTo("Done"));
    assertThat(system.api.get(path).get("counts").toString())
        .isEqualTo("{\"Accepted\":5,\"Failed\":1}");
    JsonNode results = system.api.get(path + "/results").get("items");
    assertThat(results).hasSize(6);
    assertThat(results.get(0).get("detail").asText()).contains("not connected");
    assertThat(results.get(1).get("state").asText()).isEqualTo("Accepted");
    assertThat(system.api.get(path + "/results?state=Failed").get("items")).hasSize(1);
    assertThat(system.api.get("/campaigns").get("items").get(0).get("name").asText())
        .isEqualTo("slower meters");
    stations.forEach(station -> await(station.stop()));
  }

  @Test
  void shouldRefuseACampaignWhoseCommandIsNoneOrHasAWrongShape() {
    JsonNode unknown =
        system
            .api
            .post(
                "/campaigns",
                Map.of(
                    "name",
                    "x",
                    "action",
                    "Heartbeat",
                    "request",
                    Map.of(),
                    "chargerIds",
                    List.of("A")))
            .expect(400);
    assertThat(unknown.get("errors").get(0).get("field").asText()).isEqualTo("action");
    JsonNode wrong =
        system
            .api
            .post(
                "/campaigns",
                Map.of(
                    "name",
                    "x",
                    "action",
                    "Reset",
                    "request",
                    Map.of("type", "Gentle"),
                    "chargerIds",
                    List.of("A")))
            .expect(400);
    assertThat(wrong.get("errors").get(0).get("field").asText()).isEqualTo("/request/type");
  }
}
