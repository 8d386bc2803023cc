package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.contract.transaction.Transactions;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reservations, from the request to the transaction that uses one. */
class StationReservationsTest extends StationPlansFixture {
  private static Map<String, Object> reservation() {
    return Map.of(
        "connectorId",
        1,
        "idToken",
        "TAG",
        "parentIdToken",
        "GROUP",
        "expiresAt",
        "2035-01-01T02:00:00+02:00");
  }

  /** TC_046, TC_051. */
  @Test
  void shouldReserveAndCancelAsTheStationAnswers() {
    String charger = charger("CP-R");
    willAnswer(ACCEPTED);
    JsonNode made = ask("POST", "/chargers/" + charger + "/reservations", reservation(), 201);
    assertThat(made.get("state").asText()).isEqualTo("Active");
    int id = made.get("id").asInt();
    JsonNode call = payload(sent.get(0));
    assertThat(sent.get(0).action()).isEqualTo("ReserveNow");
    assertThat(sent.get(0).requestedBy()).isEqualTo(admin.get().email());
    assertThat(call.get("reservationId").asInt()).isEqualTo(id);
    assertThat(call.get("expiryDate").asText()).startsWith("2035-01-01T00:00:00");
    assertThat(call.get("parentIdTag").asText()).isEqualTo("GROUP");
    assertThat(get("/reservations/" + id)).isEqualTo(made);
    assertThat(get("/reservations?chargerId=" + charger + "&state=Active").get("items")).hasSize(1);
    willAnswer("{\"status\":\"Rejected\"}", ACCEPTED);
    JsonNode kept = post("/reservations/" + id + "/cancel", Map.of());
    assertThat(kept.get("state").asText()).isEqualTo("Active");
    assertThat(kept.get("status").asText()).isEqualTo("Rejected");
    assertThat(post("/reservations/" + id + "/cancel", Map.of()).get("state").asText())
        .isEqualTo("Cancelled");
    assertThat(payload(sent.get(2)).get("reservationId").asInt()).isEqualTo(id);
    ask("POST", "/reservations/" + id + "/cancel", Map.of(), 409);
    assertThat(sent).hasSize(3);
  }

  @Test
  void shouldTellHowAReservationFailed() {
    String charger = charger("CP-R");
    willAnswer("{\"status\":\"Occupied\"}", NO_ANSWER);
    String path = "/chargers/" + charger + "/reservations";
    JsonNode refused = ask("POST", path, reservation(), 201);
    assertThat(refused.get("state").asText()).isEqualTo("Refused");
    assertThat(refused.get("status").asText()).isEqualTo("Occupied");
    assertThat(ask("POST", path, reservation(), 504).get("commandState").asText())
        .isEqualTo("Unknown");
    JsonNode waiting = get("/reservations?chargerId=" + charger + "&state=Requested").get("items");
    assertThat(waiting).hasSize(1);
    String nobody = charger("NOBODY-");
    ask("POST", "/chargers/" + nobody + "/reservations", reservation(), 409);
    assertThat(get("/reservations?chargerId=" + nobody).get("items").get(0).get("state").asText())
        .isEqualTo("Refused");
    ask("POST", "/chargers/UNKNOWN/reservations", reservation(), 404);
    Map<String, Object> past =
        Map.of("connectorId", 1, "idToken", "T", "expiresAt", "2020-01-01T00:00:00Z");
    assertThat(field(ask("POST", path, past, 400))).isEqualTo("expiresAt");
    Map<String, Object> noToken = Map.of("connectorId", 1, "expiresAt", "2035-01-01T00:00:00Z");
    assertThat(field(ask("POST", path, noToken, 400))).isEqualTo("/idToken");
    assertThat(field(ask("GET", "/reservations/99999999999", null, 400)))
        .isEqualTo("reservationId");
    ask("GET", "/reservations/12", null, 404);
    ask("POST", "/reservations/12/cancel", Map.of(), 404);
  }

  @Test
  void shouldSeeAReservationUsedByTheTransactionThatNamesIt() {
    String charger = charger("CP-R");
    willAnswer(ACCEPTED);
    int id =
        ask("POST", "/chargers/" + charger + "/reservations", reservation(), 201).get("id").asInt();
    long transaction =
        await(
                bus.request(
                    Transactions.START,
                    new Transactions.Start(charger, 1, "TAG", 0L, Clock.systemUTC().instant(), id)))
            .transactionId();
    await()
        .untilAsserted(
            () -> assertThat(get("/reservations/" + id).get("state").asText()).isEqualTo("Used"));
    assertThat(get("/reservations/" + id).get("transactionId").asLong()).isEqualTo(transaction);
  }
}
