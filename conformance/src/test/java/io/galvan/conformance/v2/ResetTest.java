package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import org.junit.jupiter.api.Test;

/** B, provisioning: resets. */
@OverEveryTransport
class ResetTest extends Suite2 {
  private void resets(String type, String expected, String status) {
    assertThat(ordered("{'type':'%s'}".formatted(type), status))
        .isEqualTo(Json.of("{'type':'%s'}", expected));
  }

  private void resetsTheEvse(String type, String expected, String status) {
    assertThat(ordered("{'type':'%s','evseId':%d}".formatted(type, EVSE), status))
        .isEqualTo(Json.of("{'type':'%s','evseId':%d}", expected, EVSE));
  }

  private JsonNode ordered(String body, String status) {
    Ordered reset =
        order(
            "/chargers/" + id + "/reset",
            Json.of(body),
            "Reset",
            Json.of("{'status':'%s'}", status));
    assertThat(reset.result().get("status").asText()).isEqualTo(status);
    seen.assertAnswered("Reset", status);
    return reset.request();
  }

  /** A reboot cuts the connection. */
  private void reboots(String reason) {
    reconnect();
    boot(reason);
  }

  /** The end of a transaction that a reset waited for. */
  private void driverEnds(CaseTransaction transaction) {
    accepted(
        transaction
            .updated("StopAuthorized", "EVConnected", "," + idToken(VALID))
            .get("idTokenInfo"));
    transaction.ended("EVCommunicationLost", "Idle", "EVDisconnected", "");
    transaction.assertEnded("EVDisconnected");
  }

  private void resetEnds(CaseTransaction transaction) {
    transaction.ended("ResetCommand", "EVConnected", "ImmediateReset", "");
    transaction.assertEnded("ImmediateReset");
  }

  @Test
  void TC_B_20_resetOnIdleWithoutTransaction() {
    resets("onIdle", "OnIdle", "Accepted");
    reboots("RemoteReset");
    statuses("Available");
  }

  @Test
  void TC_B_21_resetOnIdleWhileCharging() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    resets("onIdle", "OnIdle", "Scheduled");
    transaction.assertRunning();
    driverEnds(transaction);
    reboots("ScheduledReset");
    statuses("Available");
  }

  @Test
  void TC_B_22_resetImmediatelyWhileCharging() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    resets("immediate", "Immediate", "Accepted");
    resetEnds(transaction);
    reboots("RemoteReset");
    status(EVSE, "Occupied");
    status(OTHER_EVSE, "Available");
  }

  @Test
  void TC_B_25_resetEvseOnIdleWithoutTransaction() {
    resetsTheEvse("onIdle", "OnIdle", "Accepted");
  }

  @Test
  void TC_B_26_resetEvseOnIdleWhileCharging() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    resetsTheEvse("onIdle", "OnIdle", "Scheduled");
    driverEnds(transaction);
  }

  @Test
  void TC_B_27_resetEvseImmediatelyWhileCharging() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    resetsTheEvse("immediate", "Immediate", "Accepted");
    resetEnds(transaction);
  }
}
