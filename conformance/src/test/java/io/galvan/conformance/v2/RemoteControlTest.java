package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** F, remote control: starts and the unlocking of connectors. */
@OverEveryTransport
class RemoteControlTest extends Suite2 {
  /** The operator's start and what it becomes on the wire, answered with Accepted. */
  private Ordered start(@Nullable String transactionId) {
    Ordered start =
        order(
            "/chargers/" + id + "/start",
            Json.of("{'idToken':'%s','idTokenType':'ISO14443','evseId':%d}", VALID, EVSE),
            "RequestStartTransaction",
            Json.of(
                transactionId == null
                    ? "{'status':'Accepted'}"
                    : "{'status':'Accepted','transactionId':'%s'}",
                transactionId));
    assertThat(start.request().get("idToken"))
        .isEqualTo(Json.of("{%s}", idToken(VALID)).get("idToken"));
    assertThat(start.request().get("evseId").asInt()).isEqualTo(EVSE);
    return start;
  }

  private static int remoteStartId(Ordered start) {
    return start.request().get("remoteStartId").asInt();
  }

  /** The operator sees that his start brought the transaction about. */
  private void assertStarted(Ordered start, CaseTransaction transaction) {
    JsonNode started = transaction.seen();
    assertThat(started.get("state").asText()).isEqualTo("Running");
    assertThat(started.get("remoteStartId").asInt()).isEqualTo(remoteStartId(start));
    assertThat(started.get("chargingState").asText()).isEqualTo("Charging");
    seen.assertOutcome("RequestStartTransaction", "Started", started.get("id").asLong());
  }

  @Test
  void TC_F_01_remoteStartAfterTheCable() {
    CaseTransaction transaction = transaction().evConnectedPreSession();
    Ordered start = start(transaction.id());
    transaction.remotelyStarted(remoteStartId(start)).energyTransferStarted();
    assertStarted(start, transaction);
  }

  @Test
  void TC_F_02_remoteStartThatTheStationAuthorizes() {
    Ordered start = start(null);
    accepted(authorize(VALID));
    CaseTransaction transaction =
        transaction().remotelyStarted(remoteStartId(start)).energyTransferStarted();
    assertStarted(start, transaction);
  }

  @Test
  void TC_F_03_remoteStartBeforeTheCable() {
    Ordered start = start(null);
    CaseTransaction transaction =
        transaction().remotelyStarted(remoteStartId(start)).energyTransferStarted();
    assertStarted(start, transaction);
  }

  @Test
  void TC_F_04_nobodyPlugsIn() {
    Ordered start = start(null);
    CaseTransaction transaction = transaction().remotelyStarted(remoteStartId(start));
    transaction.updated("EVConnectTimeout", null, "");
    assertThat(transaction.seen().get("remoteStartId").asInt()).isEqualTo(remoteStartId(start));
  }

  @Test
  void TC_F_06_unlockConnector() {
    JsonNode request =
        order(
            "/unlock",
            Json.of("{'evseId':%d,'connectorId':%d}", EVSE, CONNECTOR),
            "UnlockConnector",
            "Unlocked");
    assertThat(request).isEqualTo(Json.of("{'evseId':%d,'connectorId':%d}", EVSE, CONNECTOR));
    seen.assertAnswered("UnlockConnector", "Unlocked");
  }
}
