package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import org.junit.jupiter.api.Test;

/** G, availability. */
@OverEveryTransport
class AvailabilityTest extends Suite2 {
  /** The operator's order of this place, which must be on the wire as it was meant. */
  private void change(String operational, String place, String evse, String status) {
    JsonNode request =
        order(
            "/availability",
            Json.of("{'status':'%s'%s}", operational, place),
            "ChangeAvailability",
            status);
    assertThat(request).isEqualTo(Json.of("{'operationalStatus':'%s'%s}", operational, evse));
  }

  private void changeEvse(String operational, String status) {
    change(operational, ",'evseId':" + EVSE, ",'evse':{'id':%d}".formatted(EVSE), status);
  }

  private void changeConnector(String operational, String status) {
    change(
        operational,
        ",'evseId':%d,'connectorId':%d".formatted(EVSE, CONNECTOR),
        ",'evse':{'id':%d,'connectorId':%d}".formatted(EVSE, CONNECTOR),
        status);
  }

  private void changeStation(String operational, String status) {
    change(operational, "", "", status);
  }

  /** The session goes on to its end as if nothing had been ordered; then the connector is out. */
  private void endsAndIsUnavailable(CaseTransaction transaction) {
    transaction.assertRunning();
    transaction.stopAuthorizedBy(VALID).chargingEnds().unplugs();
    status(EVSE, "Unavailable");
  }

  @Test
  void TC_G_03_evseUnavailable() {
    changeEvse("Inoperative", "Accepted");
    status(EVSE, "Unavailable");
    seen.assertStatus(OTHER_EVSE, "Available");
  }

  @Test
  void TC_G_04_evseAvailable() {
    changeEvse("Inoperative", "Accepted");
    status(EVSE, "Unavailable");
    changeEvse("Operative", "Accepted");
    status(EVSE, "Available");
  }

  @Test
  void TC_G_05_stationUnavailable() {
    changeStation("Inoperative", "Accepted");
    statuses("Unavailable");
  }

  @Test
  void TC_G_06_stationAvailable() {
    changeStation("Inoperative", "Accepted");
    statuses("Unavailable");
    changeStation("Operative", "Accepted");
    statuses("Available");
  }

  @Test
  void TC_G_07_connectorUnavailable() {
    changeConnector("Inoperative", "Accepted");
    status(EVSE, "Unavailable");
  }

  @Test
  void TC_G_08_connectorAvailableByNotifyEvent() {
    changeConnector("Inoperative", "Accepted");
    availability(EVSE, "Unavailable");
    seen.assertStatus(EVSE, "Unavailable");
    changeConnector("Operative", "Accepted");
    availability(EVSE, "Available");
    seen.assertStatus(EVSE, "Available");
  }

  @Test
  void TC_G_11_evseUnavailableAfterTheSession() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    changeEvse("Inoperative", "Scheduled");
    endsAndIsUnavailable(transaction);
  }

  @Test
  void TC_G_14_stationUnavailableAfterTheSession() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    changeStation("Inoperative", "Scheduled");
    status(OTHER_EVSE, "Unavailable");
    seen.assertStatus(EVSE, "Occupied");
    endsAndIsUnavailable(transaction);
  }

  @Test
  void TC_G_17_connectorUnavailableAfterTheSession() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    changeConnector("Inoperative", "Scheduled");
    endsAndIsUnavailable(transaction);
  }

  @Test
  void TC_G_20_lockFailure() {
    notifyEvent("Delta", "ConnectorPlugRetentionLock", EVSE, "Problem", "true");
    JsonNode events = operator.get("/chargers/" + id + "/device-events?variable=Problem");
    assertThat(events.get("items")).hasSize(1);
    assertThat(events.at("/items/0/event/actualValue").asText()).isEqualTo("true");
  }
}
