package io.galvan.simulator.station2;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.AuthorizationStatus;
import io.galvan.ocpp.v2.ConnectorStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the central system makes a station do: starts, stops, resets, lists, reservations. */
class RemoteTest extends Station2Test {
  private JsonObject startRequest(int remoteStartId) {
    return new JsonObject()
        .put("idToken", token("REMOTE"))
        .put("remoteStartId", remoteStartId)
        .put("evseId", 1);
  }

  @Test
  void shouldStartRemotelyBeforeTheCable() {
    start(OcppVersion.V2_0_1);
    JsonObject answer = result("RequestStartTransaction", startRequest(77));
    assertThat(answer.getString("status")).isEqualTo("Accepted");
    assertThat(answer.containsKey("transactionId")).isFalse();
    await().until(() -> station.awaitsCable(1));
    get(station.plugIn(1));
    await().until(() -> events().size() == 3);

    assertThat(events().get(0)).isEqualTo("Started RemoteStart Idle");
    JsonObject begun = central.calls("TransactionEvent").get(0);
    assertThat(begun.getJsonObject("transactionInfo").getInteger("remoteStartId")).isEqualTo(77);
    assertThat(begun.getJsonObject("idToken").getString("idToken")).isEqualTo("REMOTE");
    assertThat(central.calls("Authorize")).hasSize(1);
    assertThat(status("RequestStartTransaction", startRequest(78))).isEqualTo("Rejected");
  }

  @Test
  void shouldStartRemotelyWithAProfileAfterTheCableAndStopRemotely() {
    start(OcppVersion.V2_1);
    get(station.plugIn(1));
    JsonObject profile =
        new JsonObject(
            """
            {"id": 9, "stackLevel": 0, "chargingProfilePurpose": "TxProfile",
             "chargingProfileKind": "Relative",
             "chargingSchedule": [{"id": 1, "chargingRateUnit": "A",
               "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 10}]}]}
            """);
    JsonObject answer =
        result("RequestStartTransaction", startRequest(5).put("chargingProfile", profile));
    String id = station.transactionId(1).orElseThrow();
    assertThat(answer.getString("transactionId")).isEqualTo(id);
    await().untilAsserted(() -> assertThat(station.watt(1)).isEqualTo(6_900));
    assertThat(event("RemoteStart").getJsonObject("transactionInfo").getInteger("remoteStartId"))
        .isEqualTo(5);
    assertThat(status("RequestStopTransaction", new JsonObject().put("transactionId", "other")))
        .isEqualTo("Rejected");
    assertThat(status("RequestStopTransaction", new JsonObject().put("transactionId", id)))
        .isEqualTo("Accepted");
    await().until(() -> lastEvent().getString("eventType").equals("Ended"));

    assertThat(lastEvent().getString("triggerReason")).isEqualTo("RemoteStop");
    assertThat(lastEvent().getJsonObject("transactionInfo").getString("stoppedReason"))
        .isEqualTo("Remote");
  }

  @Test
  void shouldResetAtOnceAndBootForThatReason() {
    start(OcppVersion.V2_0_1);
    charge();
    assertThat(status("Reset", new JsonObject().put("type", "Immediate"))).isEqualTo("Accepted");
    await().until(() -> central.calls("BootNotification").size() == 2);

    assertThat(central.calls("BootNotification").get(1).getString("reason"))
        .isEqualTo("RemoteReset");
    assertThat(lastEvent().getString("triggerReason")).isEqualTo("ResetCommand");
    assertThat(lastEvent().getJsonObject("transactionInfo").getString("stoppedReason"))
        .isEqualTo("ImmediateReset");
  }

  @Test
  void shouldResetWhenNobodyCharges() {
    start(OcppVersion.V2_0_1, builder -> builder.evses(2));
    charge();
    assertThat(status("Reset", new JsonObject().put("type", "OnIdle"))).isEqualTo("Scheduled");
    await().until(() -> station.state(2) == ConnectorStatus.Unavailable);
    assertThat(central.calls("BootNotification")).hasSize(1);
    get(station.presentTag(1, "TAG"));
    await().until(() -> central.calls("BootNotification").size() == 2);

    assertThat(central.calls("BootNotification").get(1).getString("reason"))
        .isEqualTo("ScheduledReset");
    await().until(() -> station.state(2) == ConnectorStatus.Available);
  }

  @Test
  void shouldResetOneEvseAlone() {
    start(OcppVersion.V2_0_1, builder -> builder.evses(2));
    charge();
    assertThat(status("Reset", new JsonObject().put("type", "Immediate").put("evseId", 1)))
        .isEqualTo("Accepted");
    await().until(() -> lastEvent().getString("triggerReason").equals("ResetCommand"));
    await()
        .until(
            () ->
                central.calls("StatusNotification").stream()
                    .anyMatch(each -> each.getString("connectorStatus").equals("Unavailable")));
    await().until(() -> station.state(1) == ConnectorStatus.Occupied);

    assertThat(central.calls("BootNotification")).hasSize(1);
    assertThat(status("Reset", new JsonObject().put("type", "Immediate").put("evseId", 3)))
        .isEqualTo("Rejected");
  }

  @Test
  void shouldResumeTransactionsAfterAResetThatAsksForIt() {
    start(OcppVersion.V2_1);
    String id = charge();
    assertThat(status("Reset", new JsonObject().put("type", "ImmediateAndResume")))
        .isEqualTo("Accepted");
    await().untilAsserted(() -> event("TxResumed"));

    assertThat(station.transactionId(1)).contains(id);
    assertThat(central.calls("BootNotification")).hasSize(2);
  }

  @Test
  void shouldChangeTheAvailabilityOfStationEvseAndConnector() {
    start(OcppVersion.V2_0_1, builder -> builder.evses(2));
    charge();
    JsonObject off = new JsonObject().put("operationalStatus", "Inoperative");
    assertThat(status("ChangeAvailability", off)).isEqualTo("Scheduled");
    await().until(() -> station.state(2) == ConnectorStatus.Unavailable);
    assertThat(station.state(1)).isEqualTo(ConnectorStatus.Occupied);
    get(station.presentTag(1, "TAG"));
    await().until(() -> station.state(1) == ConnectorStatus.Unavailable);
    assertThat(get(station.presentTag(1, "TAG"))).isEqualTo(AuthorizationStatus.Blocked);

    assertThat(status("ChangeAvailability", new JsonObject().put("operationalStatus", "Operative")))
        .isEqualTo("Accepted");
    await().until(() -> station.state(2) == ConnectorStatus.Available);
    assertThat(status("ChangeAvailability", off.copy().put("evse", evse(2).put("connectorId", 1))))
        .isEqualTo("Accepted");
    await().until(() -> station.state(2) == ConnectorStatus.Unavailable);
    assertThat(status("ChangeAvailability", off.copy().put("evse", evse(9)))).isEqualTo("Rejected");
  }

  @Test
  void shouldUnlockWhatIsNotInUse() {
    start(OcppVersion.V2_0_1);
    JsonObject first = new JsonObject().put("evseId", 1).put("connectorId", 1);
    assertThat(status("UnlockConnector", first)).isEqualTo("Unlocked");
    charge();
    assertThat(status("UnlockConnector", first)).isEqualTo("OngoingAuthorizedTransaction");
    assertThat(status("UnlockConnector", first.copy().put("connectorId", 2)))
        .isEqualTo("UnknownConnector");
  }

  // Lists and caches.

  private String sendList(String type, int version, JsonObject... entries) {
    return status(
        "SendLocalList",
        new JsonObject()
            .put("versionNumber", version)
            .put("updateType", type)
            .put("localAuthorizationList", new JsonArray(List.of(entries))));
  }

  private static JsonObject entry(String tag, String status) {
    JsonObject entry = new JsonObject().put("idToken", token(tag));
    return status == null
        ? entry
        : entry.put("idTokenInfo", new JsonObject().put("status", status));
  }

  @Test
  void shouldAuthorizeByItsListWithoutAsking() {
    start(OcppVersion.V2_0_1);
    set("AuthCtrlr", "LocalPreAuthorize", "true");
    assertThat(sendList("Full", 3, entry("LISTED", "Accepted"), entry("BAD", "Blocked")))
        .isEqualTo("Accepted");
    assertThat(result("GetLocalListVersion", new JsonObject()).getInteger("versionNumber"))
        .isEqualTo(3);
    get(station.plugIn(1));
    assertThat(get(station.presentTag(1, "LISTED"))).isEqualTo(AuthorizationStatus.Accepted);
    assertThat(central.calls("Authorize")).isEmpty();
    assertThat(sendList("Differential", 3, entry("X", "Accepted"))).isEqualTo("VersionMismatch");
    assertThat(sendList("Differential", 4, entry("LISTED", null))).isEqualTo("Accepted");
    assertThat(sendList("Full", 5, entry("A", "Accepted"), entry("a", "Accepted")))
        .isEqualTo("Failed");
  }

  @Test
  void shouldAuthorizeByItsCacheUntilThatIsCleared() {
    start(OcppVersion.V2_0_1);
    set("AuthCtrlr", "LocalPreAuthorize", "true");
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));
    get(station.presentTag(1, "TAG"));
    get(station.presentTag(1, "TAG"));
    assertThat(central.calls("Authorize")).hasSize(1);
    get(station.presentTag(1, "TAG"));
    assertThat(status("ClearCache", new JsonObject())).isEqualTo("Accepted");
    get(station.presentTag(1, "TAG"));

    assertThat(central.calls("Authorize")).hasSize(2);
    set("AuthCacheCtrlr", "Enabled", "false");
    assertThat(status("ClearCache", new JsonObject())).isEqualTo("Rejected");
  }

  // Reservations.

  private String reserve(int id, Integer evse, String tag, int seconds) {
    JsonObject request =
        new JsonObject()
            .put("id", id)
            .put("expiryDateTime", station.timeline().now().plusSeconds(seconds).toString())
            .put("idToken", token(tag));
    return status("ReserveNow", evse == null ? request : request.put("evseId", evse));
  }

  @Test
  void shouldKeepAnEvseForTheOneWhoReserved() {
    start(OcppVersion.V2_0_1);
    assertThat(reserve(11, 1, "MINE", 3_600)).isEqualTo("Accepted");
    await().until(() -> station.state(1) == ConnectorStatus.Reserved);
    assertThat(reserve(12, 1, "OTHER", 3_600)).isEqualTo("Occupied");
    assertThat(get(station.presentTag(1, "OTHER"))).isEqualTo(AuthorizationStatus.Blocked);
    assertThat(get(station.presentTag(1, "MINE"))).isEqualTo(AuthorizationStatus.Accepted);
    await().until(() -> !events().isEmpty());

    assertThat(lastEvent().getInteger("reservationId")).isEqualTo(11);
    assertThat(status("CancelReservation", new JsonObject().put("reservationId", 11)))
        .isEqualTo("Rejected");
  }

  @Test
  void shouldTellWhenAReservationExpiresOrIsRemoved() {
    start(OcppVersion.V2_0_1);
    assertThat(reserve(11, 1, "MINE", 5)).isEqualTo("Accepted");
    await().until(() -> !central.calls("ReservationStatusUpdate").isEmpty());
    assertThat(central.calls("ReservationStatusUpdate").get(0))
        .isEqualTo(
            new JsonObject().put("reservationId", 11).put("reservationUpdateStatus", "Expired"));
    await().until(() -> station.state(1) == ConnectorStatus.Available);
    assertThat(reserve(12, null, "MINE", 3_600)).isEqualTo("Accepted");
    await().until(() -> station.state(1) == ConnectorStatus.Reserved);
    assertThat(status("CancelReservation", new JsonObject().put("reservationId", 12)))
        .isEqualTo("Accepted");
    await().until(() -> station.state(1) == ConnectorStatus.Available);
    assertThat(reserve(13, 1, "MINE", 3_600)).isEqualTo("Accepted");
    status(
        "ChangeAvailability",
        new JsonObject().put("operationalStatus", "Inoperative").put("evse", evse(1)));
    await().until(() -> central.calls("ReservationStatusUpdate").size() == 2);

    assertThat(central.calls("ReservationStatusUpdate").get(1).getString("reservationUpdateStatus"))
        .isEqualTo("Removed");
  }

  @Test
  void shouldSendWhatIsTriggered() {
    start(OcppVersion.V2_1);
    for (String message :
        List.of(
            "Heartbeat",
            "MeterValues",
            "StatusNotification",
            "LogStatusNotification",
            "FirmwareStatusNotification",
            "PublishFirmwareStatusNotification",
            "SignChargingStationCertificate")) {
      String action = message.startsWith("Sign") ? "SignCertificate" : message;
      central.received.clear();
      assertThat(status("TriggerMessage", new JsonObject().put("requestedMessage", message)))
          .isEqualTo("Accepted");
      await().until(() -> !central.calls(action).isEmpty());
    }
    assertThat(
            status(
                "TriggerMessage",
                new JsonObject()
                    .put("requestedMessage", "CustomTrigger")
                    .put("customTrigger", "Dance")))
        .isEqualTo("NotImplemented");
    assertThat(
            status("TriggerMessage", new JsonObject().put("requestedMessage", "TransactionEvent")))
        .isEqualTo("Rejected");
    charge();
    assertThat(
            status("TriggerMessage", new JsonObject().put("requestedMessage", "TransactionEvent")))
        .isEqualTo("Accepted");
    await().untilAsserted(() -> event("Trigger"));
  }
}
