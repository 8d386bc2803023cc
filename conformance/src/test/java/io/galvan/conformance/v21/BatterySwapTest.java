package io.galvan.conformance.v21;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.v2.Suite2;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** S, battery swapping. */
@OverEveryTransport
class BatterySwapTest extends Suite2 {
  private static final int REQUEST = 102;

  private void requestSwap(JsonNode answer) {
    sends("RequestBatterySwap", Json.of("{'requestId':%d,%s}", REQUEST, idToken(VALID)), answer);
  }

  /** An event of a battery in its slot, which nobody was authorized for. */
  private void battery(String slot, int seqNo, String event, int evseId) {
    JsonNode answer =
        station.call(
            "TransactionEvent",
            "{%s,'timestamp':'%s','seqNo':%d,'transactionInfo':{'transactionId':'%s'%s},'idToken':{'idToken':'','type':'NoAuthorization'},'evse':{'id':%d,'connectorId':%d}}",
            event,
            timestamp(),
            seqNo,
            slot,
            event.contains("Ended") ? ",'stoppedReason':'EVDisconnected'" : "",
            evseId,
            CONNECTOR);
    accepted(answer.get("idTokenInfo"));
  }

  private void swapped(String event) {
    station.call(
        "BatterySwap",
        "{'eventType':'%s','requestId':%d,%s,'batteryData':[%s,%s]}",
        event,
        REQUEST,
        idToken(VALID),
        batteryData(EVSE),
        batteryData(OTHER_EVSE));
  }

  private static String batteryData(int evseId) {
    return "{'evseId':%d,'serialNumber':'B-%d','soC':35.5,'soH':98}".formatted(evseId, evseId);
  }

  private JsonNode seen(String transactionId) {
    for (JsonNode one : operator.get("/transactions?chargerId=" + id).get("items")) {
      if (one.get("stationTransactionId").asText().equals(transactionId)) {
        return one;
      }
    }
    throw new AssertionError("the operator does not see " + transactionId);
  }

  @Test
  void TC_S_102_noBatteryAvailable() {
    requestSwap(Json.of("{'status':'Rejected','statusInfo':{'reasonCode':'NoBatteryAvailable'}}"));
    seen.assertAnswered("RequestBatterySwap", "Rejected");
    assertThat(seen.command("RequestBatterySwap").at("/response/statusInfo/reasonCode").asText())
        .isEqualTo("NoBatteryAvailable");
  }

  @Test
  void TC_S_103_batteriesSwapped() {
    // Two charged batteries wait in the other slots.
    String[] out = {UUID.randomUUID().toString(), UUID.randomUUID().toString()};
    for (int i = 0; i < out.length; i++) {
      battery(out[i], 0, "'eventType':'Started','triggerReason':'CablePluggedIn'", EVSES + 1 + i);
    }
    requestSwap(Json.of("{'status':'Accepted'}"));
    String[] in = {UUID.randomUUID().toString(), UUID.randomUUID().toString()};
    for (int i = 0; i < in.length; i++) {
      battery(in[i], 0, "'eventType':'Started','triggerReason':'CablePluggedIn'", 1 + i);
    }
    swapped("BatteryIn");
    for (int i = 0; i < out.length; i++) {
      battery(out[i], 1, "'eventType':'Ended','triggerReason':'EVDeparted'", EVSES + 1 + i);
    }
    swapped("BatteryOut");
    for (int i = 0; i < in.length; i++) {
      assertThat(seen(in[i]).get("state").asText()).isEqualTo("Running");
      assertThat(seen(out[i]).get("state").asText()).isEqualTo("Ended");
    }
    JsonNode told = operator.get("/chargers/" + id + "/reports?action=BatterySwap").get("items");
    assertThat(told.findValuesAsText("eventType"))
        .containsExactlyInAnyOrder("BatteryIn", "BatteryOut");
  }
}
