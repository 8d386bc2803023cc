package io.galvan.simulator.station;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.v16.ChargePointStatus;
import io.galvan.simulator.ScriptedCentral.Received;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts and stops, availability, reservations, triggers, and calls the station does not know. */
class RemoteCommandsTest extends CommandsFixture {
  @Test
  void shouldRefuseWhatItDoesNotKnowWithNotImplemented() {
    JsonArray answer = central.call(ID, "MakeCoffee", new JsonObject());
    assertThat(answer.getInteger(0)).isEqualTo(4);
    assertThat(answer.getString(2)).isEqualTo("NotImplemented");
  }

  @Test
  void shouldAnswerARepeatedCallAgainAndApplyItOnce() {
    get(station.plugIn(1));
    JsonObject start = json("connectorId", 1, "idTag", "TAG");
    JsonArray first = central.call(ID, "same", "RemoteStartTransaction", start);
    await().until(() -> station.transactionId(1).isPresent());
    assertThat(central.call(ID, "same", "RemoteStartTransaction", start)).isEqualTo(first);
    assertThat(central.calls("StartTransaction")).hasSize(1);
  }

  @Test
  void shouldStartRemotelyWhenTheCableComesAndStopRemotely() {
    assertThat(status("RemoteStartTransaction", "idTag", "REMOTE")).isEqualTo("Accepted");
    awaitState(1, ChargePointStatus.Preparing);
    assertThat(station.awaitsCable(1)).isTrue();
    get(station.plugIn(1));
    await().until(() -> station.transactionId(1).isPresent());
    Received start = central.calls("StartTransaction").get(0);
    assertThat(start.payload().getString("idTag")).isEqualTo("REMOTE");
    long id = station.transactionId(1).getAsLong();
    assertThat(status("RemoteStopTransaction", "transactionId", id + 1)).isEqualTo("Rejected");
    assertThat(status("RemoteStopTransaction", "transactionId", id)).isEqualTo("Accepted");
    awaitState(1, ChargePointStatus.Finishing);
    await().until(() -> !central.calls("StopTransaction").isEmpty());
    assertThat(central.calls("StopTransaction").get(0).payload().getString("reason"))
        .isEqualTo("Remote");
  }

  @Test
  void shouldGiveUpARemoteStartWhenNoCableComes() {
    assertThat(status("RemoteStartTransaction", "idTag", "REMOTE", "connectorId", 2))
        .isEqualTo("Accepted");
    awaitState(2, ChargePointStatus.Preparing);
    awaitState(2, ChargePointStatus.Available);
    assertThat(status("RemoteStartTransaction", "idTag", "REMOTE", "connectorId", 3))
        .isEqualTo("Rejected");
  }

  @Test
  void shouldEndATransactionToUnlock() {
    charge(1);
    assertThat(status("UnlockConnector", "connectorId", 1)).isEqualTo("Unlocked");
    awaitState(1, ChargePointStatus.Finishing);
    await().until(() -> !central.calls("StopTransaction").isEmpty());
    assertThat(central.calls("StopTransaction").get(0).payload().getString("reason"))
        .isEqualTo("UnlockCommand");
    assertThat(status("UnlockConnector", "connectorId", 9)).isEqualTo("NotSupported");
  }

  @Test
  void shouldScheduleAChangeOfAvailabilityWhileCharging() {
    charge(1);
    assertThat(status("ChangeAvailability", "connectorId", 0, "type", "Inoperative"))
        .isEqualTo("Scheduled");
    awaitState(2, ChargePointStatus.Unavailable);
    assertThat(station.state(1)).isEqualTo(ChargePointStatus.Charging);
    get(station.presentTag(1, "TAG"));
    awaitState(1, ChargePointStatus.Unavailable);
    get(station.unplug(1));
    assertThat(status("ChangeAvailability", "connectorId", 0, "type", "Operative"))
        .isEqualTo("Accepted");
    awaitState(1, ChargePointStatus.Available);
    awaitState(2, ChargePointStatus.Available);
    assertThat(status("ChangeAvailability", "connectorId", 7, "type", "Operative"))
        .isEqualTo("Rejected");
  }

  private String reserve(int connectorId, int reservationId, String expiryDate) {
    return status(
        "ReserveNow",
        "connectorId",
        connectorId,
        "idTag",
        "MINE",
        "reservationId",
        reservationId,
        "expiryDate",
        expiryDate);
  }

  @Test
  void shouldKeepAReservedConnectorForItsTag() {
    String late = later(Duration.ofHours(9));
    assertThat(reserve(1, 11, late)).isEqualTo("Accepted");
    awaitState(1, ChargePointStatus.Reserved);
    get(station.plugIn(1));
    assertThat(get(station.presentTag(1, "OTHER")).name()).isEqualTo("Blocked");
    get(station.presentTag(1, "MINE"));
    await().until(() -> station.transactionId(1).isPresent());
    assertThat(central.calls("StartTransaction").get(0).payload().getInteger("reservationId"))
        .isEqualTo(11);
    assertThat(status("CancelReservation", "reservationId", 11)).isEqualTo("Rejected");
    assertThat(reserve(1, 11, late)).isEqualTo("Occupied");
  }

  @Test
  void shouldFreeAConnectorWhenItsReservationEnds() {
    Instant soon = station.timeline().now().plusSeconds(60);
    assertThat(reserve(1, 1, soon.toString())).isEqualTo("Accepted");
    awaitState(1, ChargePointStatus.Reserved);
    awaitState(1, ChargePointStatus.Available);
    Instant late = soon.plusSeconds(36_000);
    assertThat(reserve(2, 2, late.toString())).isEqualTo("Accepted");
    awaitState(2, ChargePointStatus.Reserved);
    assertThat(status("CancelReservation", "reservationId", 2)).isEqualTo("Accepted");
    awaitState(2, ChargePointStatus.Available);
  }

  @ParameterizedTest
  @CsvSource({
    "BootNotification, BootNotification",
    "DiagnosticsStatusNotification, DiagnosticsStatusNotification",
    "FirmwareStatusNotification, FirmwareStatusNotification",
    "Heartbeat, Heartbeat",
    "MeterValues, MeterValues",
    "StatusNotification, StatusNotification"
  })
  void shouldSendWhatIsTriggered(String trigger, String action) {
    int before = central.calls(action).size();
    assertThat(status("TriggerMessage", "requestedMessage", trigger)).isEqualTo("Accepted");
    await().until(() -> central.calls(action).size() > before);
    assertThat(status("TriggerMessage", "requestedMessage", trigger, "connectorId", 8))
        .isEqualTo("Rejected");
  }

  @Test
  void shouldKnowNoVendorsData() {
    assertThat(status("DataTransfer", "vendorId", "com.example")).isEqualTo("UnknownVendorId");
  }
}
