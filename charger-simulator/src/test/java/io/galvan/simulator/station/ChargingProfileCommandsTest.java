package io.galvan.simulator.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.v16.ChargePointStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Limits of power, of one connector and of the whole station. */
class ChargingProfileCommandsTest extends CommandsFixture {
  private static JsonObject profile(int id, String purpose, String kind, double limitWatt) {
    JsonObject period = json("startPeriod", 0, "limit", limitWatt);
    return json(
        "chargingProfileId", id,
        "stackLevel", 0,
        "chargingProfilePurpose", purpose,
        "chargingProfileKind", kind,
        "chargingSchedule",
            json("chargingRateUnit", "W", "chargingSchedulePeriod", new JsonArray().add(period)));
  }

  @Test
  void shouldShareTheLimitOfTheStationAmongThoseThatCharge() {
    charge(1);
    JsonObject limit = profile(1, "ChargePointMaxProfile", "Absolute", 10_000);
    assertThat(status("SetChargingProfile", "connectorId", 0, "csChargingProfiles", limit))
        .isEqualTo("Accepted");
    await().until(() -> station.watt(1) == 10_000);
    charge(2);
    await().until(() -> station.watt(1) == 5_000 && station.watt(2) == 5_000);
  }

  @Test
  void shouldObeyChargingProfiles() {
    charge(1);
    await().until(() -> station.watt(1) == 22_000);
    JsonObject limit = profile(1, "TxProfile", "Relative", 7_000);
    assertThat(status("SetChargingProfile", "connectorId", 1, "csChargingProfiles", limit))
        .isEqualTo("Accepted");
    await().until(() -> station.watt(1) == 7_000);
    JsonObject composite = ask("GetCompositeSchedule", "connectorId", 1, "duration", 600);
    assertThat(composite.getJsonObject("chargingSchedule").getJsonArray("chargingSchedulePeriod"))
        .containsExactly(json("startPeriod", 0, "limit", 7000.0));
    JsonObject pause = profile(2, "ChargePointMaxProfile", "Absolute", 0);
    assertThat(status("SetChargingProfile", "connectorId", 0, "csChargingProfiles", pause))
        .isEqualTo("Accepted");
    awaitState(1, ChargePointStatus.SuspendedEVSE);
    assertThat(status("ClearChargingProfile", "id", 2)).isEqualTo("Accepted");
    awaitState(1, ChargePointStatus.Charging);
    assertThat(status("ClearChargingProfile")).isEqualTo("Accepted");
    await().until(() -> station.watt(1) == 22_000);
    assertThat(status("ClearChargingProfile")).isEqualTo("Unknown");
    assertThat(status("SetChargingProfile", "connectorId", 2, "csChargingProfiles", limit))
        .isEqualTo("Rejected");
  }
}
