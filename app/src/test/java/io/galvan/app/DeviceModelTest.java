package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.testing.RawStation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The device model of a station of 2.0.1, from the wire to the API and back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceModelTest {
  private static final String BOOT =
      "[2,\"b\",\"BootNotification\",{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"M\",\"vendorName\":\"V\",\"firmwareVersion\":\"1\"}}]";

  private RunningSystem system;

  @BeforeAll
  void start() {
    system = RunningSystem.start(Map.of("GALVAN_TRIGGER_BOOT_AFTER", "0"));
  }

  @AfterAll
  void stop() {
    system.close();
  }

  private RawStation connect(String id, @Nullable String password) {
    return await(
        RawStation.webSocket(
            system.vertx,
            system.ocppPort(),
            "/ocpp/" + id,
            password == null ? null : id + ":" + password,
            List.of("ocpp2.0.1")));
  }

  private void create(String id) {
    system
        .api
        .post(
            "/chargers",
            Map.of(
                "id", id, "registration", "Accepted", "strict", false, "defaultVersion", "V2_0_1"))
        .expect(201);
  }

  /** A booted station that was asked for its model and told it. */
  private RawStation station(String id, @Nullable String password, String reportData) {
    create(id);
    if (password != null) {
      system
          .api
          .send("PUT", "/chargers/" + id + "/password", Map.of("password", password))
          .expect(204);
    }
    RawStation station = connect(id, password);
    station.ask(BOOT);
    JsonNode asked = call(station, "GetBaseReport");
    assertThat(asked.get(3).get("reportBase").asText()).isEqualTo("FullInventory");
    answer(station, asked, "{\"status\":\"Accepted\"}");
    assertThat(
            station.ask(
                "[2,\"r\",\"NotifyReport\",{\"requestId\":"
                    + asked.get(3).get("requestId")
                    + ",\"generatedAt\":\"2026-03-01T12:00:00Z\",\"seqNo\":0,\"reportData\":["
                    + reportData
                    + "]}]"))
        .isEqualTo("[3,\"r\",{}]");
    return station;
  }

  private static String variable(
      String component, String variable, String type, String value, String more) {
    return "{\"component\":{\"name\":\""
        + component
        + "\"},\"variable\":{\"name\":\""
        + variable
        + "\""
        + more
        + "},\"variableAttribute\":[{\"value\":\""
        + value
        + "\",\"mutability\":\"ReadWrite\"}],\"variableCharacteristics\":{\"dataType\":\""
        + type
        + "\",\"supportsMonitoring\":true}}";
  }

  private static JsonNode call(RawStation station, String action) {
    JsonNode frame = new Api.Answer(200, station.receive()).json();
    assertThat(frame.get(2).asText()).isEqualTo(action);
    return frame;
  }

  private static void answer(RawStation station, JsonNode call, String payload) {
    station.send("[3," + call.get(1) + "," + payload + "]");
  }

  private static Map<String, String> name(String component, String variable) {
    return Map.of("component", component, "variable", variable);
  }

  @Test
  void shouldAskForTheWholeModelAfterABootAndShowIt() {
    RawStation station =
        station(
            "DM-1",
            null,
            variable("OCPPCommCtrlr", "RetryBackOffWaitMinimum", "integer", "60", ""));
    await()
        .untilAsserted(
            () ->
                assertThat(
                        system
                            .api
                            .get("/chargers/DM-1/device-reports")
                            .at("/items/0/state")
                            .asText())
                    .isEqualTo("Complete"));
    JsonNode variables = system.api.get("/chargers/DM-1/variables?q=backoff").get("items");
    assertThat(variables).hasSize(1);
    assertThat(variables.at("/0/attributes/0/value").asText()).isEqualTo("60");
    assertThat(variables.at("/0/characteristics/dataType").asText()).isEqualTo("integer");
    assertThat(
            system
                .api
                .get("/variables?component=OCPPCommCtrlr&variable=retrybackoffwaitminimum")
                .at("/values/0/value")
                .asText())
        .isEqualTo("60");
    station.close();
  }

  @Test
  void shouldAskNoStationForItsModelWhosePolicyForbidsIt() {
    create("DM-5");
    system.api.send("PUT", "/chargers/DM-5/policy", Map.of("takeInventory", false)).expect(200);
    RawStation station = connect("DM-5", null);
    station.ask(BOOT);
    // This one boots later and is asked, so the other would have been asked by now.
    station("DM-6", null, variable("A", "B", "string", "", "")).close();
    assertThat(system.api.get("/chargers/DM-5/commands").get("items")).isEmpty();

    system.api.send("DELETE", "/chargers/DM-5/policy", null).expect(204);
    station.ask(BOOT);
    answer(station, call(station, "GetBaseReport"), "{\"status\":\"Rejected\"}");
    station.close();
  }

  /** TC_B_06 to TC_B_10. */
  @Test
  void shouldReadAndSetVariablesInAsManyMessagesAsTheStationTakes() {
    RawStation station =
        station(
            "DM-2",
            null,
            variable(
                    "DeviceDataCtrlr",
                    "ItemsPerMessage",
                    "integer",
                    "4",
                    ",\"instance\":\"GetVariables\"")
                + ","
                + variable("OCPPCommCtrlr", "OfflineThreshold", "integer", "60", ""));
    CompletableFuture<Api.Answer> read =
        CompletableFuture.supplyAsync(
            () ->
                system.api.post(
                    "/chargers/DM-2/variables/read",
                    Map.of(
                        "variables",
                        List.of("A", "B", "C", "D", "E").stream()
                            .map(one -> name("X", one))
                            .toList())));
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      JsonNode asked = call(station, "GetVariables");
      JsonNode data = asked.get(3).get("getVariableData");
      sizes.add(data.size());
      answer(
          station,
          asked,
          asked
              .get(3)
              .toString()
              .replace("getVariableData", "getVariableResult")
              .replace(
                  "{\"component\"",
                  "{\"attributeStatus\":\"Accepted\",\"attributeValue\":\"v\",\"component\""));
    }
    assertThat(sizes).containsExactly(4, 1);
    JsonNode results = read.join().expect(200);
    assertThat(results.get("items")).hasSize(5);
    assertThat(results.at("/items/4/value").asText()).isEqualTo("v");
    assertThat(results.get("commands")).hasSize(2);

    Map<String, Object> threshold =
        Map.of("component", "OCPPCommCtrlr", "variable", "OfflineThreshold", "value", "123");
    CompletableFuture<Api.Answer> set =
        CompletableFuture.supplyAsync(
            () ->
                system.api.post(
                    "/chargers/DM-2/variables", Map.of("variables", List.of(threshold))));
    JsonNode asked = call(station, "SetVariables");
    assertThat(asked.get(3).toString())
        .isEqualTo(
            "{\"setVariableData\":[{\"attributeValue\":\"123\",\"component\":{\"name\":\"OCPPCommCtrlr\"},\"variable\":{\"name\":\"OfflineThreshold\"}}]}");
    answer(
        station,
        asked,
        "{\"setVariableResult\":[{\"attributeStatus\":\"RebootRequired\",\"component\":{\"name\":\"OCPPCommCtrlr\"},\"variable\":{\"name\":\"OfflineThreshold\"}}]}");
    assertThat(set.join().expect(200).at("/items/0/status").asText()).isEqualTo("RebootRequired");
    JsonNode stored =
        system.api.get("/chargers/DM-2/variables?variable=OfflineThreshold").at("/items/0");
    assertThat(stored.at("/attributes/0/value").asText()).isEqualTo("123");
    assertThat(stored.at("/attributes/0/rebootRequired").asBoolean()).isTrue();
    JsonNode refused =
        system
            .api
            .post(
                "/chargers/DM-2/variables",
                Map.of(
                    "variables",
                    List.of(
                        Map.of(
                            "component",
                            "OCPPCommCtrlr",
                            "variable",
                            "OfflineThreshold",
                            "value",
                            "soon"))))
            .expect(400);
    assertThat(refused.toString()).contains("/variables/0/value");
    station.close();
  }

  /** TC_A_09, TC_A_10. */
  @Test
  void shouldChangeThePasswordOnlyWhenTheStationHasTakenItAndTellItToNobody() {
    RawStation station = station("DM-3", "first-secret-0001", variable("A", "B", "string", "", ""));
    setPassword(station, "second-secret-0002", "Rejected");
    connect("DM-3", "first-secret-0001").close();
    station = connect("DM-3", "first-secret-0001");
    station.ask(BOOT);
    setPassword(station, "third-secret-00003", "Accepted");
    assertThatThrownBy(() -> connect("DM-3", "second-secret-0002")).isInstanceOf(Throwable.class);
    // The old one opens until the station has shown the new one.
    connect("DM-3", "third-secret-00003").close();
    assertThatThrownBy(() -> connect("DM-3", "first-secret-0001")).isInstanceOf(Throwable.class);
    assertThat(system.api.get("/chargers/DM-3/commands").toString())
        .contains("BasicAuthPassword")
        .doesNotContain("-secret-");
    await()
        .untilAsserted(
            () ->
                assertThat(system.api.get("/messages?chargerId=DM-3").toString())
                    .contains("BasicAuthPassword"));
    assertThat(system.api.get("/messages?chargerId=DM-3").toString()).doesNotContain("-secret-");
    assertThat(system.api.get("/chargers/DM-3/variables").toString()).doesNotContain("-secret-");
  }

  private void setPassword(RawStation station, String password, String status) {
    CompletableFuture<Api.Answer> set =
        CompletableFuture.supplyAsync(
            () ->
                system.api.post(
                    "/chargers/DM-3/variables",
                    Map.of(
                        "variables",
                        List.of(
                            Map.of(
                                "component",
                                "SecurityCtrlr",
                                "variable",
                                "BasicAuthPassword",
                                "value",
                                password)))));
    JsonNode asked = call(station, "SetVariables");
    assertThat(asked.toString()).contains(password);
    answer(
        station,
        asked,
        "{\"setVariableResult\":[{\"attributeStatus\":\""
            + status
            + "\",\"component\":{\"name\":\"SecurityCtrlr\"},\"variable\":{\"name\":\"BasicAuthPassword\"}}]}");
    assertThat(set.join().expect(200).at("/items/0/status").asText()).isEqualTo(status);
  }

  private static String event(int id, String name, String value, String evse) {
    return "{\"eventId\":"
        + id
        + ",\"timestamp\":\"2026-03-01T12:00:0"
        + id
        + "Z\",\"trigger\":\"Delta\",\"actualValue\":\""
        + value
        + "\",\"techInfo\":\"hot\",\"eventNotificationType\":\"HardWiredNotification\",\"component\":{\"name\":\"Connector\",\"evse\":"
        + evse
        + "},\"variable\":{\"name\":\""
        + name
        + "\"}}";
  }

  private static String notify(int id, String events) {
    return "[2,\"e"
        + id
        + "\",\"NotifyEvent\",{\"generatedAt\":\"2026-03-01T12:00:00Z\",\"seqNo\":0,\"eventData\":["
        + events
        + "]}]";
  }

  @Test
  void shouldTakeTheStateOfAConnectorFromAnEvent() {
    RawStation station = station("DM-4", null, variable("A", "B", "string", "", ""));
    String connector = "{\"id\":2,\"connectorId\":1}";
    assertThat(station.ask(notify(1, event(1, "AvailabilityState", "Occupied", connector))))
        .isEqualTo("[3,\"e1\",{}]");
    assertThat(connector("DM-4").get("status").asText()).isEqualTo("Occupied");
    station.ask(notify(2, event(2, "Problem", "true", connector)));
    assertThat(connector("DM-4").get("status").asText()).isEqualTo("Occupied");
    assertThat(connector("DM-4").get("errorCode").asText()).isEqualTo("OtherError");
    station.ask(
        notify(
            3,
            event(3, "AvailabilityState", "Available", connector)
                + ","
                + event(4, "Problem", "false", connector)));
    assertThat(connector("DM-4").get("status").asText()).isEqualTo("Available");
    assertThat(connector("DM-4").get("errorCode").asText()).isEqualTo("NoError");
    assertThat(system.api.get("/device-events?chargerId=DM-4").get("items")).hasSize(4);
    assertThat(system.api.get("/chargers/DM-4/device-events?variable=Problem").get("items"))
        .hasSize(2);
    station.close();
  }

  private JsonNode connector(String id) {
    for (JsonNode one : system.api.get("/chargers/" + id).get("connectors")) {
      if (one.get("connectorId").asInt() == 1 && one.get("evseId").asInt() == 2) {
        return one;
      }
    }
    throw new AssertionError("no connector 1 of EVSE 2");
  }
}
