package io.galvan.simulator.station2;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.HeartbeatRequest;
import io.galvan.ocpp.v2.ProvisioningActions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Boots, heartbeats, and calls a registered station does not know. */
class RegistrationTest extends Station2Test {
  @Test
  void shouldBootAgainAfterTheGivenIntervalUntilItIsAccepted() {
    listen(OcppVersion.V2_0_1);
    List<String> verdicts = new CopyOnWriteArrayList<>(List.of("Rejected", "Pending"));
    central.answer(
        "BootNotification",
        call -> Central2.boot(verdicts.isEmpty() ? "Accepted" : verdicts.remove(0), 20));
    launch(builder(OcppVersion.V2_0_1).webSocket(central.url()));
    awaitRegistered();

    assertThat(central.calls("BootNotification")).hasSize(3);
    assertThat(central.calls("BootNotification").get(0).getString("reason")).isEqualTo("PowerUp");
    assertThat(central.received.get(3).action()).isEqualTo("StatusNotification");
  }

  @Test
  void shouldReportButNotStartWhilePending() {
    listen(OcppVersion.V2_0_1);
    central.answer("BootNotification", call -> Central2.boot("Pending", 3_600));
    launch(builder(OcppVersion.V2_0_1).webSocket(central.url()));
    await().until(() -> station.registration().isPresent());

    assertThat(
            status(
                "RequestStartTransaction",
                new JsonObject().put("idToken", token("T")).put("remoteStartId", 1)))
        .isEqualTo("Rejected");
    result(
        "GetBaseReport",
        new JsonObject().put("requestId", 7).put("reportBase", "SummaryInventory"));
    await().until(() -> !central.calls("NotifyReport").isEmpty());
    central.answer("BootNotification", call -> Central2.boot("Accepted", 100));
    assertThat(
            status("TriggerMessage", new JsonObject().put("requestedMessage", "BootNotification")))
        .isEqualTo("Accepted");
    awaitRegistered();
    assertThat(central.calls("BootNotification").get(1).getString("reason")).isEqualTo("Triggered");
    assertThat(
            status("TriggerMessage", new JsonObject().put("requestedMessage", "BootNotification")))
        .isEqualTo("Rejected");
  }

  @Test
  void shouldKeepTheHeartbeatOfTheBoot() {
    listen(OcppVersion.V2_1);
    central.answer("BootNotification", call -> Central2.boot("Accepted", 10));
    launch(builder(OcppVersion.V2_1).webSocket(central.url()));

    await().until(() -> central.calls("Heartbeat").size() >= 3);
    assertThat(station.configuration("OCPPCommCtrlr.HeartbeatInterval")).contains("10");
  }

  @Test
  void shouldAnswerAnUnknownActionWithNotImplemented() {
    start(OcppVersion.V2_0_1);
    assertThat(
            central.callUnchecked(ID, "GetTariffs", new JsonObject().put("evseId", 0)).getString(2))
        .isEqualTo("NotImplemented");
    assertThat(central.callUnchecked(ID, "NoSuchThing", new JsonObject()).getString(2))
        .isEqualTo("NotImplemented");
    assertThat(central.callUnchecked(ID, "Reset", new JsonObject()).getString(2))
        .isEqualTo("OccurrenceConstraintViolation");
    get(station.call(ProvisioningActions.HEARTBEAT, new HeartbeatRequest(null)));
  }
}
