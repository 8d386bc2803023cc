package io.galvan.conformance.v16;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.Line;
import io.galvan.conformance.Seen;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@OverEveryTransport
class ReservationTest extends Suite16 {
  private static final int RESERVATION = 4711;
  private static final Duration SHORT = Duration.ofSeconds(30);

  private JsonNode reserve(int connectorId, String status) {
    return reserve(connectorId, "", status);
  }

  /** The operator sees the reservation as the station answered. */
  private JsonNode reserve(int connectorId, String more, String status) {
    JsonNode request = reserveNow(connectorId, more, status);
    JsonNode reservation = assertState(status.equals("Accepted") ? "Active" : "Refused");
    assertThat(reservation.get("status").asText()).isEqualTo(status);
    assertThat(reservation.get("connectorId").asInt()).isEqualTo(connectorId);
    assertThat(reservation.get("idToken").asText()).isEqualTo(VALID);
    assertThat(Instant.parse(reservation.get("expiresAt").asText()))
        .isEqualTo(Instant.parse(request.get("expiryDate").asText()));
    return request;
  }

  private JsonNode assertState(String state) {
    JsonNode reservation = seen.reservation(RESERVATION);
    assertThat(reservation.get("state").asText()).isEqualTo(state);
    return reservation;
  }

  private JsonNode reserveNow(int connectorId, String more, String status) {
    return sends(
        "ReserveNow",
        Json.of(
            "{'connectorId':%d,'expiryDate':'%s','idTag':'%s'%s,'reservationId':%d}",
            connectorId, time(now().plus(SHORT)), VALID, more, RESERVATION),
        status);
  }

  private void cancel(int reservationId, String status) {
    sends("CancelReservation", Json.of("{'reservationId':%d}", reservationId), status);
  }

  private long chargesAsReserved() {
    authorized();
    status(CONNECTOR, "Preparing");
    long transactionId = start(now(), ",'reservationId':" + RESERVATION);
    status(CONNECTOR, "Charging");
    Seen.soon(
        () ->
            assertThat(assertState("Used").get("transactionId").asLong()).isEqualTo(transactionId));
    return transactionId;
  }

  @Test
  void TC_046_reserveConnectorAndCharge() {
    reserve(CONNECTOR, "Accepted");
    status(CONNECTOR, "Reserved");
    long transactionId = chargesAsReserved();
    assertThat(operator.get("/transactions/" + transactionId).get("reservationId").asInt())
        .isEqualTo(RESERVATION);
  }

  @Test
  void TC_047_reservationExpires() {
    JsonNode request = reserve(CONNECTOR, "Accepted");
    Instant expiry = Instant.parse(request.get("expiryDate").asText());
    assertThat(Duration.between(now(), expiry))
        .isBetween(SHORT.minusSeconds(Line.PATIENCE_S), SHORT.plusSeconds(1));
    status(CONNECTOR, "Reserved");
    status(CONNECTOR, "Available");
  }

  @Test
  void TC_048_1_reserveFaulted() {
    reserve(CONNECTOR, "Faulted");
  }

  @Test
  void TC_048_2_reserveOccupied() {
    status(CONNECTOR, "Preparing");
    reserve(CONNECTOR, "Occupied");
  }

  @Test
  void TC_048_3_reserveUnavailable() {
    sends(
        "ChangeAvailability",
        Json.of("{'connectorId':%d,'type':'Inoperative'}", CONNECTOR),
        "Accepted");
    status(CONNECTOR, "Unavailable");
    reserve(CONNECTOR, "Unavailable");
  }

  @Test
  void TC_048_4_reserveRejected() {
    reserve(CONNECTOR, "Rejected");
  }

  @Test
  void TC_049_reserveChargePoint() {
    reserve(0, "Accepted");
    status(CONNECTOR, "Reserved");
  }

  @Test
  void TC_051_cancelReservation() {
    reserve(CONNECTOR, "Accepted");
    status(CONNECTOR, "Reserved");
    cancel(RESERVATION, "Accepted");
    assertState("Cancelled");
    status(CONNECTOR, "Available");
  }

  @Test
  void TC_052_cancelReservationRejected() {
    reserve(CONNECTOR, "Accepted");
    status(CONNECTOR, "Reserved");
    cancel(RESERVATION + 1, "Rejected");
    assertState("Active");
  }

  @Test
  void TC_053_reserveWithParentIdTag() {
    reserve(CONNECTOR, ",'parentIdTag':'%s'".formatted(PARENT), "Accepted");
    assertThat(assertState("Active").get("parentIdToken").asText()).isEqualTo(PARENT);
    status(CONNECTOR, "Reserved");
    long transactionId = chargesAsReserved();
    JsonNode other = authorize(SAME_PARENT);
    assertThat(other.get("status").asText()).isEqualTo("Accepted");
    assertThat(other.get("parentIdTag").asText()).isEqualTo(PARENT);
    stop(transactionId, "Local", now(), SAME_PARENT);
    status(CONNECTOR, "Finishing");
  }
}
