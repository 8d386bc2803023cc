package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import org.junit.jupiter.api.Test;

/** F, remote control: messages that the operator asks for. */
@OverEveryTransport
class TriggerMessageTest extends Suite2 {
  private void trigger(String message) {
    sends("TriggerMessage", Json.of("{'requestedMessage':'%s'}", message), "Accepted");
  }

  private void triggerOfEvse(String message) {
    sends(
        "TriggerMessage",
        Json.of("{'requestedMessage':'%s','evse':{'id':%d}}", message, EVSE),
        "Accepted");
  }

  private void triggerOfConnector(String message) {
    sends(
        "TriggerMessage",
        Json.of(
            "{'requestedMessage':'%s','evse':{'id':%d,'connectorId':%d}}",
            message, EVSE, CONNECTOR),
        "Accepted");
  }

  private void meterValues(int evseId) {
    int registerWh = 1000 + evseId;
    station.call("MeterValues", "{'evseId':%d%s}", evseId, meterValue("Trigger", registerWh));
    seen.assertMetered(evseId, registerWh);
  }

  /** The station tells a transaction because it was asked to; the operator reads what it tells. */
  private void tells(CaseTransaction transaction, int energyWh) {
    transaction.updated("Trigger", "Charging", meterValue("Trigger", energyWh));
    JsonNode points = operator.get("/transactions/" + transaction.number() + "/meter-values");
    assertThat(points.toString()).contains("" + energyWh);
  }

  @Test
  void TC_F_11_meterValuesOfAnEvse() {
    triggerOfEvse("MeterValues");
    meterValues(EVSE);
  }

  @Test
  void TC_F_12_meterValuesOfAllEvses() {
    trigger("MeterValues");
    for (int evseId = 1; evseId <= EVSES; evseId++) {
      meterValues(evseId);
    }
  }

  @Test
  void TC_F_13_transactionEventOfAnEvse() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    triggerOfEvse("TransactionEvent");
    tells(transaction, 1234);
  }

  @Test
  void TC_F_14_transactionEventsOfAllEvses() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    CaseTransaction other = transaction(OTHER_EVSE, SAME_GROUP).energyTransferStarted();
    trigger("TransactionEvent");
    tells(transaction, 1234);
    tells(other, 5678);
  }

  @Test
  void TC_F_15_logStatus() {
    trigger("LogStatusNotification");
    station.call("LogStatusNotification", "{'status':'Idle'}");
    seen.assertNoticed("LogStatus", "Idle");
  }

  @Test
  void TC_F_18_firmwareStatus() {
    trigger("FirmwareStatusNotification");
    station.call("FirmwareStatusNotification", "{'status':'Idle'}");
    seen.assertNoticed("FirmwareStatus", "Idle");
  }

  @Test
  void TC_F_20_heartbeat() {
    trigger("Heartbeat");
    assertNow(station.call("Heartbeat", "{}").get("currentTime"));
  }

  @Test
  void TC_F_23_statusAvailable() {
    triggerOfConnector("StatusNotification");
    status(EVSE, "Available");
  }

  @Test
  void TC_F_24_statusOccupied() {
    status(EVSE, "Occupied");
    triggerOfConnector("StatusNotification");
    status(EVSE, "Occupied");
  }

  @Test
  void TC_F_27_notImplemented() {
    sends("TriggerMessage", Json.of("{'requestedMessage':'MeterValues'}"), "NotImplemented");
    seen.assertAnswered("TriggerMessage", "NotImplemented");
  }
}
