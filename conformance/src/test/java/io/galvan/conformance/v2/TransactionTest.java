package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** E, transactions: how they start and stop. */
@OverEveryTransport
class TransactionTest extends Suite2 {
  private static final String SIGNED =
      ",'meterValue':[{'timestamp':'%s','sampledValue':[{'value':0.0,'context':'Transaction.Begin','measurand':'Energy.Active.Import.Register','signedMeterValue':{'signedMeterData':'T0NNRnx7fQ==','signingMethod':'ECDSA-secp256r1-SHA256','encodingMethod':'OCMF','publicKey':'bm9uZQ=='}}]}]";

  private static void starts(JsonNode answer) {
    accepted(answer.get("idTokenInfo"));
  }

  private static String charger() {
    return "," + idToken(VALID);
  }

  /** The token is asked for, and the cable plugged in. */
  private CaseTransaction readyToStart() {
    accepted(authorize(VALID));
    status(EVSE, "Occupied");
    return transaction();
  }

  private static void charges(CaseTransaction transaction) {
    transaction.updated("ChargingStateChanged", "Charging", "");
    transaction.assertRunning();
    assertThat(transaction.seen().get("idToken").asText()).isEqualTo(VALID);
  }

  @Test
  void TC_E_01_startAtPowerPathClosed() {
    CaseTransaction transaction = readyToStart();
    starts(transaction.started("ChargingStateChanged", "SuspendedEVSE", charger()));
    charges(transaction);
  }

  @Test
  void TC_E_02_startAtEnergyTransfer() {
    CaseTransaction transaction = readyToStart();
    starts(transaction.started("ChargingStateChanged", "Charging", charger()));
    transaction.assertRunning();
  }

  @Test
  void TC_E_03_plugInFirst() {
    CaseTransaction transaction = transaction().evConnectedPreSession();
    transaction.authorized().energyTransferStarted();
    transaction.assertRunning();
  }

  @Test
  void TC_E_04_tokenFirst() {
    transaction().authorized().energyTransferStarted().assertRunning();
  }

  @Test
  void TC_E_07_stopByTheToken() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    transaction.ended("StopAuthorized", null, "Local", "");
    transaction.assertEnded("Local");
  }

  @Test
  void TC_E_08_stopAtTheEndOfCharging() {
    CaseTransaction transaction = transaction().stopAuthorized();
    transaction.ended("ChargingStateChanged", "EVConnected", "Local", "");
    transaction.assertEnded("Local");
  }

  @Test
  void TC_E_09_startAtEvConnected() {
    transaction().evConnectedPreSession().assertRunning();
  }

  @Test
  void TC_E_10_startAtAuthorized() {
    transaction().authorized().assertRunning();
  }

  @Test
  void TC_E_11_startAtDataSigned() {
    CaseTransaction transaction = readyToStart();
    String signed = SIGNED.formatted(timestamp());
    starts(transaction.started("SignedDataReceived", null, charger() + signed));
    charges(transaction);
  }

  @Test
  void TC_E_12_startAtParkingBayOccupied() {
    CaseTransaction transaction = transaction();
    transaction.started("EVDetected", null, "");
    transaction.assertRunning();
  }

  @Test
  void TC_E_14_evDisconnectedAfterTheSession() {
    transaction().evDisconnected();
  }

  @Test
  void TC_E_15_stopByTheTokenOfTheStart() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    transaction.ended("StopAuthorized", "EVConnected", "Local", charger());
    transaction.assertEnded("Local");
  }

  @Test
  void TC_E_16_deauthorized() {
    CaseTransaction transaction = transaction(EVSE, UNKNOWN);
    JsonNode answer = transaction.started("Authorized", null, "," + idToken(UNKNOWN));
    assertThat(answer.at("/idTokenInfo/status").asText()).isIn("Invalid", "Unknown");
    transaction.ended("Deauthorized", null, "DeAuthorized", "");
    transaction.assertEnded("DeAuthorized");
  }

  @Test
  void TC_E_17_evDisconnectedWhileSuspended() {
    CaseTransaction transaction = transaction().energyTransferSuspended();
    transaction.ended("EVCommunicationLost", "Idle", "EVDisconnected", "");
    transaction.assertEnded("EVDisconnected");
  }

  @Test
  void TC_E_19_parkingBayLeft() {
    CaseTransaction transaction = transaction().evConnectedPostSession();
    status(EVSE, "Available");
    transaction.updated("EVCommunicationLost", "Idle", "");
    transaction.assertRunning();
    transaction.ended("EVDeparted", null, "Local", "");
    transaction.assertEnded("Local");
  }

  @Test
  void TC_E_20_pulledOutAtTheEv() {
    transaction().energyTransferSuspended().unplugs();
  }

  @Test
  void TC_E_21_remoteStop() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    long number = transaction.number();
    CompletableFuture<JsonNode> stop =
        operator.later(
            () ->
                operator.post(
                    "/chargers/" + id + "/stop", Json.of("{'transactionId':%d}", number)));
    assertThat(expect("RequestStopTransaction", stop))
        .isEqualTo(Json.of("{'transactionId':'%s'}", transaction.id()));
    station.answer(Json.of("{'status':'Accepted'}"));
    done("the stop", stop);
    transaction.ended("RemoteStop", "EVConnected", "Remote", "");
    transaction.assertEnded("Remote");
    seen.assertOutcome("RequestStopTransaction", "Stopped", number);
  }

  @Test
  void TC_E_22_stoppedByTheEv() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    transaction.ended("ChargingStateChanged", "SuspendedEV", "StoppedByEV", "");
    transaction.assertEnded("StoppedByEV");
  }

  @Test
  void TC_E_26_reconnectedAtTheEv() {
    CaseTransaction transaction = transaction().energyTransferSuspended();
    transaction.updated("EVCommunicationLost", "Idle", "");
    status(EVSE, "Available");
    transaction.assertRunning();
    transaction.updated("CablePluggedIn", "EVConnected", "");
    transaction.updated("ChargingStateChanged", "Charging", "");
    transaction.assertRunning();
    assertThat(transaction.seen().get("chargingState").asText()).isEqualTo("Charging");
  }

  @Test
  void TC_E_38_evSuspendsBeforeCharging() {
    CaseTransaction transaction = transaction().authorized().evConnectedPreSession();
    transaction.updated("ChargingStateChanged", "SuspendedEV", "");
    transaction.assertRunning();
    assertThat(transaction.seen().get("chargingState").asText()).isEqualTo("SuspendedEV");
  }

  @Test
  void TC_E_39_connectionTimeout() {
    CaseTransaction transaction = transaction().authorized();
    transaction.ended("EVConnectTimeout", null, "Timeout", "");
    transaction.assertEnded("Timeout");
  }

  @Test
  void TC_E_53_seqNosBeginAnew() {
    CaseTransaction first = transaction();
    first.evDisconnected();
    CaseTransaction second = transaction();
    assertThat(second.seqNo()).isZero();
    second.evDisconnected();
    first.assertEnded("EVDisconnected");
    assertThat(second.seen().get("gaps")).isEmpty();
  }
}
