package io.galvan.central.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.ocpp.OcppVersion;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same orders to stations of every version. */
class NeutralOrdersTest extends NeutralFixture {
  @ParameterizedTest
  @EnumSource(value = OcppVersion.class, names = "V1_6", mode = EnumSource.Mode.EXCLUDE)
  void shouldStartAndLimitAndStopATransactionOfAStationOf2(OcppVersion version) {
    Station station = new Station(version);
    CompletableFuture<JsonNode> asked =
        ask(
            "POST",
            "/chargers/" + station.id + "/start",
            Map.of(
                "idToken",
                "TAG",
                "idTokenType",
                "ISO14443",
                "evseId",
                2,
                "limit",
                Map.of("limit", 11000, "unit", "W")));
    JsonNode start = station.take("RequestStartTransaction", ACCEPTED);
    assertThat(start.at("/idToken").toString())
        .isEqualTo("{\"idToken\":\"TAG\",\"type\":\"ISO14443\"}");
    assertThat(start.get("evseId").asInt()).isEqualTo(2);
    assertThat(start.at("/chargingProfile/chargingProfilePurpose").asText()).isEqualTo("TxProfile");
    assertThat(start.at("/chargingProfile/chargingProfileKind").asText()).isEqualTo("Relative");
    assertThat(
            start.at("/chargingProfile/chargingSchedule/0/chargingSchedulePeriod/0/limit").asInt())
        .isEqualTo(11000);
    JsonNode command = asked.join();
    station.tell(
        "TransactionEvent",
        """
        {"eventType":"Started","timestamp":"%s","triggerReason":"RemoteStart","seqNo":0,
         "transactionInfo":{"transactionId":"tx-A","remoteStartId":%d},
         "evse":{"id":2,"connectorId":1},"idToken":{"idToken":"TAG","type":"ISO14443"}}
        """
            .formatted(Clock.systemUTC().instant(), start.get("remoteStartId").asInt())
            .replace("\n", ""));
    AtomicReference<Long> transaction = new AtomicReference<>();
    await()
        .untilAsserted(
            () -> {
              JsonNode outcome =
                  get("/chargers/" + station.id + "/commands/" + command.get("id").asText())
                      .path("outcome");
              assertThat(outcome.path("state").asText()).isEqualTo("Started");
              transaction.set(outcome.get("transactionId").asLong());
            });
    JsonNode limited =
        station.order(
            "POST",
            "/limit",
            Map.of("limit", 16, "unit", "A", "transactionId", transaction.get(), "durationS", 600),
            "SetChargingProfile");
    assertThat(limited.get("evseId").asInt()).isEqualTo(2);
    assertThat(limited.at("/chargingProfile/transactionId").asText()).isEqualTo("tx-A");
    assertThat(limited.at("/chargingProfile/chargingSchedule/0/duration").asInt()).isEqualTo(600);
    assertThat(station.profiles())
        .singleElement()
        .satisfies(
            held -> {
              assertThat(held.get("evseId").asInt()).isEqualTo(2);
              assertThat(held.get("stationTransactionId").asText()).isEqualTo("tx-A");
            });
    JsonNode stop =
        station.order(
            "POST", "/stop", Map.of("transactionId", transaction.get()), "RequestStopTransaction");
    assertThat(stop.toString()).isEqualTo("{\"transactionId\":\"tx-A\"}");
    station.tell(
        "TransactionEvent",
        """
        {"eventType":"Ended","timestamp":"%s","triggerReason":"RemoteStop","seqNo":1,
         "transactionInfo":{"transactionId":"tx-A","stoppedReason":"Remote"}}
        """
            .formatted(Clock.systemUTC().instant())
            .replace("\n", ""));
    await().untilAsserted(() -> assertThat(station.profiles()).isEmpty());
  }

  @Test
  void shouldOrderTheSameOfAStationOf16() {
    Station station = new Station(OcppVersion.V1_6);
    assertThat(
            station
                .order(
                    "POST",
                    "/start",
                    Map.of("idToken", "TAG", "evseId", 1),
                    "RemoteStartTransaction")
                .toString())
        .isEqualTo("{\"connectorId\":1,\"idTag\":\"TAG\"}");
    long transaction =
        station
            .tell(
                "StartTransaction",
                "{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":0,\"timestamp\":\""
                    + Clock.systemUTC().instant()
                    + "\"}")
            .get("transactionId")
            .asLong();
    assertThat(
            station
                .order(
                    "POST", "/stop", Map.of("transactionId", transaction), "RemoteStopTransaction")
                .toString())
        .isEqualTo("{\"transactionId\":" + transaction + "}");
    assertThat(station.order("POST", "/reset", Map.of("type", "onIdle"), "Reset").toString())
        .isEqualTo("{\"type\":\"Soft\"}");
    assertThat(station.order("POST", "/unlock", Map.of("evseId", 1), "UnlockConnector").toString())
        .isEqualTo("{\"connectorId\":1}");
    assertThat(
            station
                .order("POST", "/availability", Map.of("status", "Operative"), "ChangeAvailability")
                .toString())
        .isEqualTo("{\"connectorId\":0,\"type\":\"Operative\"}");
    JsonNode limit =
        station.order("POST", "/limit", Map.of("limit", 20, "unit", "A"), "SetChargingProfile");
    assertThat(limit.at("/csChargingProfiles/chargingProfilePurpose").asText())
        .isEqualTo("ChargePointMaxProfile");
    int number = limit.at("/csChargingProfiles/chargingProfileId").asInt();
    assertThat(station.order("DELETE", "/limit", null, "ClearChargingProfile").toString())
        .isEqualTo("{\"id\":" + number + "}");
    assertThat(station.profiles()).isEmpty();
  }

  @Test
  void shouldNameTheFieldThatAVersionHasNoWordFor() {
    Station station = new Station(OcppVersion.V1_6);
    JsonNode problem =
        ask("POST", "/chargers/" + station.id + "/reset", Map.of("type", "onIdle", "evseId", 1))
            .join();
    assertThat(problem.get("status").asInt()).isEqualTo(400);
    assertThat(problem.at("/errors/0/field").asText()).isEqualTo("evseId");
    for (Station old : List.of(station, new Station(OcppVersion.V2_0_1))) {
      assertThat(
              ask("POST", "/chargers/" + old.id + "/reset", Map.of("type", "immediateAndResume"))
                  .join()
                  .at("/errors/0/field")
                  .asText())
          .isEqualTo("type");
    }
    assertThat(
            ask("POST", "/chargers/" + station.id + "/start", Map.of("idToken", "x".repeat(21)))
                .join()
                .at("/errors/0/field")
                .asText())
        .isEqualTo("idToken");
  }

  @Test
  void shouldOrderWhatIsOfAStationOrAnEvseOf2() {
    Station station = new Station(OcppVersion.V2_0_1);
    assertThat(
            station
                .order("POST", "/reset", Map.of("type", "immediate", "evseId", 2), "Reset")
                .toString())
        .isEqualTo("{\"type\":\"Immediate\",\"evseId\":2}");
    assertThat(station.order("POST", "/unlock", Map.of("evseId", 2), "UnlockConnector").toString())
        .isEqualTo("{\"evseId\":2,\"connectorId\":1}");
    assertThat(
            station
                .order(
                    "POST",
                    "/availability",
                    Map.of("status", "Inoperative", "evseId", 2, "connectorId", 1),
                    "ChangeAvailability")
                .toString())
        .isEqualTo("{\"evse\":{\"connectorId\":1,\"id\":2},\"operationalStatus\":\"Inoperative\"}");
    JsonNode first =
        station.order(
            "POST",
            "/limit",
            Map.of("limit", 7000, "unit", "W", "evseId", 2),
            "SetChargingProfile");
    JsonNode second =
        station.order(
            "POST",
            "/limit",
            Map.of("limit", 9000, "unit", "W", "evseId", 2),
            "SetChargingProfile");
    assertThat(second.at("/chargingProfile/id")).isEqualTo(first.at("/chargingProfile/id"));
    assertThat(station.profiles()).hasSize(1);
    assertThat(get("/chargers/" + station.id).get("version").asText()).isEqualTo("V2_0_1");
    assertThat(get("/chargers/" + station.id).get("bootReason").asText()).isEqualTo("Watchdog");
    assertThat(station.order("DELETE", "/limit?evseId=2", null, "ClearChargingProfile").toString())
        .isEqualTo("{\"chargingProfileId\":" + first.at("/chargingProfile/id").asInt() + "}");
    assertThat(station.profiles()).isEmpty();
  }

  @Test
  void shouldTellTheSchemaOfEveryActionByVersion() {
    JsonNode old = get("/ocpp/2.0.1/actions");
    assertThat(old.get("items")).hasSize(64);
    assertThat(get("/ocpp/2.1/actions").get("items")).hasSize(91);
    JsonNode first = get("/ocpp/2.0.1/actions/RequestStartTransaction").get("request");
    assertThat(first.get("required").toString()).isEqualTo("[\"idToken\",\"remoteStartId\"]");
    assertThat(first.at("/properties/idToken/$ref").asText()).isEqualTo("#/$defs/IdToken");
    assertThat(first.at("/$defs/IdToken/properties/idToken/maxLength").asInt()).isEqualTo(36);
    assertThat(first.at("/$defs/IdToken/properties/type/enum/0").asText()).isEqualTo("Central");
    assertThat(
            get("/ocpp/2.1/actions/RequestStartTransaction")
                .at("/request/$defs/IdToken/properties/idToken/maxLength")
                .asInt())
        .isEqualTo(255);
    assertThat(get("/ocpp/1.6/actions/Reset").at("/request/properties/type/enum").toString())
        .isEqualTo("[\"Hard\",\"Soft\"]");
    assertThat(get("/ocpp/2.0.1/actions/BatterySwap").get("status").asInt()).isEqualTo(404);
  }
}
