package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.Seen;
import org.junit.jupiter.api.Test;

/** E, transactions: told late, and asked for. */
@OverEveryTransport
class OfflineTransactionTest extends Suite2 {
  private static final String OFFLINE = ",'offline':true";
  private static final String REGISTER = "Energy.Active.Import.Register";

  /** The operator asks how a transaction stands. */
  private void asks(CaseTransaction transaction, String answer) {
    sends(
        "GetTransactionStatus",
        Json.of("{'transactionId':'%s'}", transaction.id()),
        Json.of("{%s}", answer));
  }

  /** Whether any transaction has messages left, which the operator reads of the command. */
  private void asksForAny(boolean messagesInQueue) {
    sends(
        "GetTransactionStatus", Json.object(), Json.of("{'messagesInQueue':%b}", messagesInQueue));
    assertThat(seen.command("GetTransactionStatus").at("/response/messagesInQueue").asBoolean())
        .isEqualTo(messagesInQueue);
  }

  /** What the operator sees of the station's word on a transaction. */
  private void assertTold(CaseTransaction transaction, boolean ongoing, boolean messagesInQueue) {
    Seen.soon(
        () -> {
          JsonNode status =
              operator.get("/transactions/" + transaction.number() + "/events").get("status");
          assertThat(status).isNotNull();
          assertThat(status.get("ongoing").asBoolean()).isEqualTo(ongoing);
          assertThat(status.get("messagesInQueue").asBoolean()).isEqualTo(messagesInQueue);
        });
  }

  private CaseTransaction chargesAndDrops() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    reconnectForCommands(null);
    return transaction;
  }

  private static void meteredOffline(CaseTransaction transaction) {
    transaction.updated(
        "MeterValuePeriodic",
        null,
        OFFLINE
            + ",'meterValue':[{'timestamp':'%s','sampledValue':[{'value':1500,'measurand':'%s'}]}]"
                .formatted(timestamp(), REGISTER));
    transaction.assertRunning();
  }

  @Test
  void TC_E_29_ongoingWithMessagesInTheQueue() {
    CaseTransaction transaction = chargesAndDrops();
    asks(transaction, "'ongoingIndicator':true,'messagesInQueue':true");
    assertTold(transaction, true, true);
    meteredOffline(transaction);
  }

  @Test
  void TC_E_30_ongoingWithoutMessages() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    asks(transaction, "'ongoingIndicator':true,'messagesInQueue':false");
    assertTold(transaction, true, false);
    transaction.assertRunning();
  }

  @Test
  void TC_E_31_endedWithMessagesInTheQueue() {
    CaseTransaction transaction = chargesAndDrops();
    status(EVSE, "Available");
    transaction.skip(2);
    transaction.ended("EVCommunicationLost", "Idle", "EVDisconnected", OFFLINE);
    // Two numbers are missing, for which the central system asks by itself.
    assertThat(station.expect("GetTransactionStatus"))
        .isEqualTo(Json.of("{'transactionId':'%s'}", transaction.id()));
    station.answer(Json.of("{'ongoingIndicator':false,'messagesInQueue':true}"));
    assertTold(transaction, false, true);
    transaction.skip(-3);
    transaction.updated("StopAuthorized", null, OFFLINE + "," + idToken(VALID));
    transaction.updated("ChargingStateChanged", "EVConnected", OFFLINE);
    transaction.assertEnded("EVDisconnected");
    assertThat(transaction.seen().get("gaps")).isEmpty();
  }

  @Test
  void TC_E_33_anyWithMessagesInTheQueue() {
    CaseTransaction transaction = chargesAndDrops();
    asksForAny(true);
    meteredOffline(transaction);
  }

  @Test
  void TC_E_34_anyWithoutMessages() {
    asksForAny(false);
  }
}
