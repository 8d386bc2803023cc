package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.ocpp.v16.ChargePointStatus;
import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.station.SimulatedStation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What operators plan for stations, followed on a simulated one from the plan to its end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlansTest {
  private RunningSystem system;

  @BeforeAll
  void start() {
    system = RunningSystem.start(Map.of());
  }

  @AfterAll
  void stop() {
    system.close();
  }

  private SimulatedStation station(String id) {
    SimulatedStation station =
        await(
            SimulatedStation.builder(system.vertx)
                .id(id)
                .connectors(2)
                .meterInterval(Duration.ofSeconds(1))
                .seed(1)
                .webSocket(system.webSocketUrl())
                .build()
                .start());
    await().until(() -> station.registration().isPresent());
    return station;
  }

  private JsonNode post(String path, Map<String, ?> body, int expected) {
    return system.api.post(path, body).expect(expected);
  }

  @Test
  void shouldUseAReservationAndLimitItsTransaction() {
    system.register("PLAN-1", "PLAN-TAG");
    SimulatedStation station = station("PLAN-1");
    JsonNode reservation =
        post(
            "/chargers/PLAN-1/reservations",
            Map.of("connectorId", 1, "idToken", "PLAN-TAG", "expiresAt", "2099-01-01T00:00:00Z"),
            201);
    assertThat(reservation.get("state").asText()).isEqualTo("Active");
    await().until(() -> station.state(1) == ChargePointStatus.Reserved);
    await(station.run(() -> station.plugIn(1, new Battery(60_000, 30))));
    await(station.run(() -> station.presentTag(1, "PLAN-TAG")));
    String path = "/reservations/" + reservation.get("id");
    await()
        .untilAsserted(
            () -> assertThat(system.api.get(path).get("state").asText()).isEqualTo("Used"));
    long transaction = system.api.get(path).get("transactionId").asLong();
    await().until(() -> station.transactionId(1).isPresent());
    assertThat(station.transactionId(1)).hasValue(transaction);

    String template =
        post(
                "/charging-profile-templates",
                Map.of(
                    "name",
                    "Slow",
                    "purpose",
                    "TxProfile",
                    "kind",
                    "Absolute",
                    "stackLevel",
                    1,
                    "durationS",
                    600,
                    "chargingRateUnit",
                    "A",
                    "periods",
                    List.of(Map.of("startPeriod", 0, "limit", 6.5))),
                201)
            .get("id")
            .asText();
    Map<String, Object> use =
        Map.of("templateId", template, "connectorId", 1, "transactionId", transaction);
    assertThat(post("/chargers/PLAN-1/charging-profiles", use, 200).get("status").asText())
        .isEqualTo("Accepted");
    assertThat(system.api.get("/chargers/PLAN-1/charging-profiles").get("items")).hasSize(1);
    JsonNode schedule =
        post(
            "/chargers/PLAN-1/composite-schedule",
            Map.of("connectorId", 1, "durationS", 300, "chargingRateUnit", "A"),
            200);
    assertThat(schedule.get("status").asText()).isEqualTo("Accepted");
    assertThat(schedule.get("points").get(0).get("limit").decimalValue())
        .isEqualByComparingTo("6.5");
    assertThat(schedule.get("points").size()).isGreaterThan(1);
    await(station.run(() -> station.unplug(1)));
    await()
        .untilAsserted(
            () ->
                assertThat(system.api.get("/chargers/PLAN-1/charging-profiles").get("items"))
                    .isEmpty());
    await(station.stop());
  }

  @Test
  void shouldKeepTheLocalListOfAStationWithinItsBounds() {
    system.register("PLAN-2", "LIST-TAG");
    SimulatedStation station = station("PLAN-2");
    system.api.command("PLAN-2", "GetConfiguration", Map.of()).expect(200);
    int atOnce = Integer.parseInt(station.configuration("SendLocalListMaxLength").orElseThrow());
    for (int i = 0; i < atOnce + 1; i++) {
      post("/tokens", Map.of("idToken", "BULK-" + i, "blocked", false), 201);
    }
    String path = "/chargers/PLAN-2/local-list";
    JsonNode full = post(path + "/sync", Map.of(), 200);
    assertThat(full.get("state").asText()).isEqualTo("InSync");
    assertThat(full.get("lastUpdateType").asText()).as("the rest").isEqualTo("Differential");
    assertThat(full.get("entries").asInt()).isGreaterThan(atOnce);
    post("/tokens", Map.of("idToken", "ONE-MORE", "blocked", true), 201);
    assertThat(system.api.get(path).get("state").asText()).isEqualTo("Behind");
    JsonNode changed = post(path + "/sync", Map.of("updateType", "Differential"), 200);
    assertThat(changed.get("state").asText()).isEqualTo("InSync");
    assertThat(changed.get("version").asInt()).isEqualTo(full.get("version").asInt() + 1);
    assertThat(
            system
                .api
                .command("PLAN-2", "SendLocalList", Map.of("listVersion", 99, "updateType", "Full"))
                .expect(200)
                .get("status")
                .asText())
        .isEqualTo("Accepted");
    assertThat(system.api.get(path).get("entries").asInt()).isZero();
    assertThat(post(path + "/sync", Map.of(), 200).get("state").asText()).isEqualTo("InSync");
    system
        .api
        .command(
            "PLAN-2",
            "ChangeConfiguration",
            Map.of("key", "LocalAuthListEnabled", "value", "false"))
        .expect(200);
    assertThat(post(path + "/sync", Map.of(), 200).get("state").asText()).isEqualTo("NotSupported");
    await(station.stop());
  }
}
