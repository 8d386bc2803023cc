package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** P, data transfer. */
@OverEveryTransport
class DataTransferTest extends Suite2 {
  private static final String CUSTOM_DATA =
      "'customData':{'vendorId':'org.example','meaning':{'of':[1,true,'all']}}";

  @Test
  void TC_P_02_dataTransferOfUnknownVendor() {
    JsonNode answer =
        station.call("DataTransfer", "{'vendorId':'no.such.vendor','messageId':'1','data':'d'}");
    assertThat(answer.get("status").asText())
        .isIn("Rejected", "UnknownMessageId", "UnknownVendorId");
    seen.assertNoticed("DataTransfer", "no.such.vendor");
  }

  @Test
  void TC_P_03_customData() {
    station.call(
        "StatusNotification",
        "{'timestamp':'%s','connectorStatus':'Occupied','evseId':%d,'connectorId':%d,%s}",
        timestamp(),
        EVSE,
        CONNECTOR,
        CUSTOM_DATA);
    seen.assertStatus(EVSE, "Occupied");
    CaseTransaction transaction = transaction();
    transaction.event(
        "Started", "CablePluggedIn", ",'chargingState':'EVConnected'", transaction.evse());
    transaction.event(
        "Updated",
        "ChargingStateChanged",
        ",'chargingState':'Charging'," + CUSTOM_DATA,
        "," + CUSTOM_DATA);
    transaction.assertRunning();
  }
}
