package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** H, reservation. */
@OverEveryTransport
class ReservationTest extends Suite2 {
  private static final Duration HOUR = Duration.ofHours(1);

  /** A reservation of the valid token for an hour, which must be on the wire as it was meant. */
  private Reserved reserve(String place, String more, String onTheWire, String status) {
    Instant expiry = now().plus(HOUR);
    Ordered reserved =
        order(
            "/chargers/" + id + "/reservations",
            Json.of(
                "{'idToken':'%s','idTokenType':'ISO14443','expiresAt':'%s'%s%s}",
                VALID, time(expiry), place, more),
            "ReserveNow",
            Json.of("{'status':'%s'}", status));
    int number = reserved.result().get("id").asInt();
    assertThat(reserved.request())
        .isEqualTo(
            Json.of(
                "{'id':%d,'expiryDateTime':'%s',%s%s%s}",
                number, time(expiry), idToken(VALID), place, onTheWire));
    assertThat(reserved.result().get("status").asText()).isEqualTo(status);
    return new Reserved(number, reserved.result().get("state").asText());
  }

  private record Reserved(int number, String state) {}

  /** One that the station accepts. */
  private int reserved(String place) {
    Reserved reserved = reserve(place, "", "", "Accepted");
    assertThat(reserved.state()).isEqualTo("Active");
    return reserved.number();
  }

  private static String evseId(int evseId) {
    return ",'evseId':" + evseId;
  }

  private String state(int number) {
    return operator.get("/reservations/" + number + "?chargerId=" + id).get("state").asText();
  }

  private void update(int number, String status) {
    station.call(
        "ReservationStatusUpdate",
        "{'reservationId':%d,'reservationUpdateStatus':'%s'}",
        number,
        status);
  }

  @Test
  void TC_H_01_reserveAnEvse() {
    int number = reserved(evseId(EVSE));
    status(EVSE, "Reserved");
    assertThat(state(number)).isEqualTo("Active");
  }

  @Test
  void TC_H_07_reservationExpires() {
    int number = reserved(evseId(EVSE));
    status(EVSE, "Reserved");
    status(EVSE, "Available");
    update(number, "Expired");
    assertThat(state(number)).isEqualTo("Expired");
  }

  @Test
  void TC_H_08_reserveAnyEvse() {
    assertThat(state(reserved(""))).isEqualTo("Active");
  }

  @Test
  void TC_H_14_reserveEveryEvse() {
    int[] numbers = new int[EVSES];
    for (int i = 0; i < EVSES; i++) {
      numbers[i] = reserved("");
    }
    statuses("Reserved");
    assertThat(numbers).doesNotHaveDuplicates();
    for (int number : numbers) {
      assertThat(state(number)).isEqualTo("Active");
    }
  }

  @Test
  void TC_H_15_reserveAConnectorType() {
    reserved(",'connectorType':'cType2'");
    status(EVSE, "Reserved");
  }

  @Test
  void TC_H_17_cancelReservation() {
    int number = reserved(evseId(EVSE));
    status(EVSE, "Reserved");
    Ordered cancelled =
        order(
            "/reservations/" + number + "/cancel?chargerId=" + id,
            Json.of("{}"),
            "CancelReservation",
            Json.of("{'status':'Accepted'}"));
    assertThat(cancelled.request()).isEqualTo(Json.of("{'reservationId':%d}", number));
    assertThat(cancelled.result().get("state").asText()).isEqualTo("Cancelled");
    status(EVSE, "Available");
  }

  @Test
  void TC_H_19_reserveWithAGroup() {
    Reserved reserved =
        reserve(
            evseId(EVSE),
            ",'parentIdToken':'%s'".formatted(GROUP),
            ",'groupIdToken':{'idToken':'%s','type':'Central'}".formatted(GROUP),
            "Accepted");
    assertThat(reserved.state()).isEqualTo("Active");
    status(EVSE, "Reserved");
    JsonNode other = authorize(SAME_GROUP);
    accepted(other);
    assertThat(other.at("/groupIdToken/idToken").asText()).isEqualTo(GROUP);
  }

  @Test
  void TC_H_20_reservedConnectorFaults() {
    int number = reserved(evseId(EVSE));
    status(EVSE, "Reserved");
    status(EVSE, "Faulted");
    update(number, "Removed");
    assertThat(state(number)).isEqualTo("Cancelled");
  }

  @Test
  void TC_H_22_reservationRejected() {
    Reserved reserved = reserve(evseId(EVSE), "", "", "Rejected");
    assertThat(reserved.state()).isEqualTo("Refused");
    assertThat(state(reserved.number())).isEqualTo("Refused");
  }
}
