package io.galvan.conformance.v16;

import io.galvan.conformance.Json;
import org.junit.jupiter.api.Test;

@OverEveryTransport
class RemoteTriggerTest extends Suite16 {
  private void trigger(String requestedMessage, String status) {
    sends("TriggerMessage", Json.of("{'requestedMessage':'%s'}", requestedMessage), status);
  }

  private void trigger(String requestedMessage, int connectorId, String status) {
    sends(
        "TriggerMessage",
        Json.of("{'requestedMessage':'%s','connectorId':%d}", requestedMessage, connectorId),
        status);
  }

  @Test
  void TC_054_triggerMessage() {
    trigger("MeterValues", CONNECTOR, "Accepted");
    station.call(
        "MeterValues",
        "{'connectorId':%d,'meterValue':[{'timestamp':'%s','sampledValue':[{'value':'1000','context':'Trigger'}]}]}",
        CONNECTOR,
        now());
    seen.assertMetered(CONNECTOR, 1000);
    trigger("Heartbeat", "Accepted");
    assertNow(station.call("Heartbeat", "{}").get("currentTime"));
    trigger("StatusNotification", CONNECTOR, "Accepted");
    status(CONNECTOR, "Available");
    trigger("DiagnosticsStatusNotification", "Accepted");
    station.call("DiagnosticsStatusNotification", "{'status':'Idle'}");
    seen.assertNoticed("DiagnosticsStatus", "Idle");
    trigger("FirmwareStatusNotification", "Accepted");
    station.call("FirmwareStatusNotification", "{'status':'Idle'}");
    seen.assertNoticed("FirmwareStatus", "Idle");
    trigger("FirmwareStatusNotification", "NotImplemented");
    seen.assertAnswered("TriggerMessage", "NotImplemented");
  }

  @Test
  void TC_055_triggerMessageRejected() {
    trigger("MeterValues", CONNECTORS + 1, "Rejected");
    seen.assertAnswered("TriggerMessage", "Rejected");
  }
}
