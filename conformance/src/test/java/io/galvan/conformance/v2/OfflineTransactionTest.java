package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.conformance.Json;
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

  private void asksForAny(String answer) {
    sends("GetTransactionStatus", Json.object(), Json.of("{%s}", answer));
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
    meteredOffline(transaction);
  }

  @Test
  void TC_E_30_ongoingWithoutMessages() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    asks(transaction, "'ongoingIndicator':true,'messagesInQueue':false");
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
    transaction.skip(-3);
    transaction.updated("StopAuthorized", null, OFFLINE + "," + idToken(VALID));
    transaction.updated("ChargingStateChanged", "EVConnected", OFFLINE);
    transaction.assertEnded("EVDisconnected");
    assertThat(transaction.seen().get("gaps")).isEmpty();
  }

  @Test
  void TC_E_33_anyWithMessagesInTheQueue() {
    CaseTransaction transaction = chargesAndDrops();
    asksForAny("'messagesInQueue':true");
    meteredOffline(transaction);
  }

  @Test
  void TC_E_34_anyWithoutMessages() {
    asksForAny("'messagesInQueue':false");
  }
}
