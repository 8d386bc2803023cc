package io.galvan.conformance.v21;

import io.galvan.conformance.Json;
import io.galvan.conformance.v2.VariableSuite;
import org.junit.jupiter.api.Test;

/** F, remote control: what 2.1 adds. */
@OverEveryTransport
class RemoteControlTest extends VariableSuite {
  @Test
  void TC_F_100_customTrigger() {
    // The operator learns from the station which triggers it has.
    asksForReport("FullInventory", "CustomizationCtrlr.CustomTriggers", "Custom1,Custom2");
    sends(
        "TriggerMessage",
        Json.of(
            "{'requestedMessage':'CustomTrigger','customTrigger':'Custom2','evse':{'id':%d}}",
            EVSE),
        "Accepted");
    seen.assertAnswered("TriggerMessage", "Accepted");
  }
}
