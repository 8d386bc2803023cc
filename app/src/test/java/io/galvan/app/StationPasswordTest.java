package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.testing.RawStation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A new password never locks a station out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StationPasswordTest {
  private static final String OLD = "the-first-password";

  private static final String BOOT =
      "[2,\"b\",\"BootNotification\",{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"M\",\"vendorName\":\"V\"}}]";

  private RunningSystem system;

  @BeforeAll
  void start() {
    system = RunningSystem.start(Map.of("GALVAN_TRIGGER_BOOT_AFTER", "0"));
  }

  @AfterAll
  void stop() {
    system.close();
  }

  private RawStation connect(String id, String password, String subprotocol) {
    return await(
        RawStation.webSocket(
            system.vertx,
            system.ocppPort(),
            "/ocpp/" + id,
            id + ":" + password,
            List.of(subprotocol)));
  }

  private RawStation station(String id, String version, String subprotocol) {
    Map<String, Object> charger =
        Map.of(
            "id", id,
            "registration", "Accepted",
            "strict", false,
            "defaultVersion", version,
            "password", OLD);
    system.api.post("/chargers", charger).expect(201);
    return connect(id, OLD, subprotocol);
  }

  /** The call that sets the password; what else the system asks for after a boot is refused. */
  private static JsonNode newPassword(RawStation station) {
    while (true) {
      JsonNode call = new Api.Answer(200, station.receive()).json();
      if (call.toString().contains("BasicAuthPassword")) {
        return call;
      }
      station.send("[4," + call.get(1) + ",\"NotImplemented\",\"\",{}]");
    }
  }

  private Api.Answer send(String id, String action, Object request) {
    return system.api.post(
        "/chargers/" + id + "/commands", Map.of("action", action, "request", request));
  }

  private static Map<String, Object> variables(String password) {
    return Map.of(
        "setVariableData",
        List.of(
            Map.of(
                "attributeValue", password,
                "component", Map.of("name", "SecurityCtrlr"),
                "variable", Map.of("name", "BasicAuthPassword"))));
  }

  @Test
  void shouldLetAStationOf21InWithTheSixtyFourCharactersItWasGiven() {
    RawStation station = station("PW-21", "V2_1", "ocpp2.1");
    station.ask(BOOT);
    String longest = "0123456789abcdef".repeat(4);
    CompletableFuture<Api.Answer> sent =
        CompletableFuture.supplyAsync(() -> send("PW-21", "SetVariables", variables(longest)));
    JsonNode call = newPassword(station);
    assertThat(call.at("/3/setVariableData/0/attributeValue").asText()).isEqualTo(longest);
    station.send(
        "[3,"
            + call.get(1)
            + ",{\"setVariableResult\":[{\"attributeStatus\":\"Accepted\",\"component\":{\"name\":\"SecurityCtrlr\"},\"variable\":{\"name\":\"BasicAuthPassword\"}}]}]");
    assertThat(sent.join().json().get("state").asText()).isEqualTo("Accepted");
    station.close();

    // The old one opens until the new one was shown.
    connect("PW-21", longest, "ocpp2.1").close();
    assertThatThrownBy(() -> connect("PW-21", OLD, "ocpp2.1"));
  }

  @Test
  void shouldNotSendAPasswordThatTheStationCouldNotComeBackWith() {
    RawStation newer = station("PW-21b", "V2_1", "ocpp2.1");
    RawStation middle = station("PW-201", "V2_0_1", "ocpp2.0.1");
    RawStation older = station("PW-16", "V1_6", "ocpp1.6");

    refused(send("PW-21b", "SetVariables", variables("x".repeat(65))), "16 to 64");
    refused(send("PW-21b", "SetVariables", variables("x".repeat(15))), "16 to 64");
    refused(send("PW-201", "SetVariables", variables("x".repeat(41))), "16 to 40");
    refused(
        send(
            "PW-16",
            "ChangeConfiguration",
            Map.of("key", "authorizationkey", "value", "x".repeat(41))),
        "16 to 40");
    Map<String, Object> connection =
        Map.of(
            "ocppInterface", "Wired0",
            "ocppTransport", "JSON",
            "messageTimeout", 30,
            "ocppCsmsUrl", "ws://csms/ocpp",
            "securityProfile", 1,
            "basicAuthPassword", "short");
    refused(
        send(
            "PW-21b",
            "SetNetworkProfile",
            Map.of("configurationSlot", 1, "connectionData", connection)),
        "16 to 64");
    refused(
        system.api.send("PUT", "/chargers/PW-201/password", Map.of("password", "x".repeat(41))),
        "16 to 40");

    for (RawStation station : List.of(newer, middle, older)) {
      assertThat(station.received()).isEmpty();
      station.close();
    }
    connect("PW-201", OLD, "ocpp2.0.1").close();
  }

  private static void refused(Api.Answer answer, String bounds) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains(bounds).doesNotContain("xxxx");
  }
}
