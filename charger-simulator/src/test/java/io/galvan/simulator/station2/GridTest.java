package io.galvan.simulator.station2;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.behaviour.PowerCurve;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Smart charging, energy back to the grid, and the grid's controls. */
class GridTest extends Station2Test {
  private static final Offset<Double> CLOSE = within(1.0);

  private static JsonObject period(int start, double limit) {
    return new JsonObject().put("startPeriod", start).put("limit", limit);
  }

  private static JsonObject profile(int id, String purpose, int stack, JsonObject... periods) {
    return new JsonObject()
        .put("id", id)
        .put("stackLevel", stack)
        .put("chargingProfilePurpose", purpose)
        .put("chargingProfileKind", "Absolute")
        .put(
            "chargingSchedule",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("id", id)
                        .put("chargingRateUnit", "W")
                        .put("chargingSchedulePeriod", new JsonArray(List.of(periods)))));
  }

  private String set(int evse, JsonObject profile) {
    return status(
        "SetChargingProfile", new JsonObject().put("evseId", evse).put("chargingProfile", profile));
  }

  private void awaitWatt(double watt) {
    await().untilAsserted(() -> assertThat(station.watt(1)).isCloseTo(watt, CLOSE));
  }

  @ParameterizedTest
  @EnumSource(
      value = OcppVersion.class,
      names = {"V2_0_1", "V2_1"})
  void shouldChargeByTheHighestLevelAndTheLowestPurpose(OcppVersion version) {
    start(version);
    String id = charge();
    awaitWatt(22_000);
    assertThat(set(0, profile(1, "TxDefaultProfile", 0, period(0, 15_000)))).isEqualTo("Accepted");
    awaitWatt(15_000);
    assertThat(set(1, profile(2, "TxDefaultProfile", 1, period(0, 12_000)))).isEqualTo("Accepted");
    awaitWatt(12_000);
    JsonObject own = profile(3, "TxProfile", 0, period(0, 18_000)).put("transactionId", id);
    assertThat(set(1, own)).isEqualTo("Accepted");
    awaitWatt(18_000);
    assertThat(set(0, profile(4, "ChargingStationMaxProfile", 0, period(0, 9_000))))
        .isEqualTo("Accepted");
    awaitWatt(9_000);
    assertThat(set(0, profile(4, "ChargingStationMaxProfile", 0, period(0, 0))))
        .isEqualTo("Accepted");
    await().until(() -> events().contains("Updated ChargingStateChanged SuspendedEVSE"));
    assertThat(
            status(
                "ClearChargingProfile",
                new JsonObject()
                    .put(
                        "chargingProfileCriteria",
                        new JsonObject()
                            .put("chargingProfilePurpose", "ChargingStationMaxProfile"))))
        .isEqualTo("Accepted");
    awaitWatt(18_000);
    assertThat(status("ClearChargingProfile", new JsonObject().put("chargingProfileId", 99)))
        .isEqualTo("Unknown");
  }

  @Test
  void shouldRefuseProfilesThatCannotBe() {
    start(OcppVersion.V2_0_1);
    String id = charge();
    assertThat(set(7, profile(1, "TxDefaultProfile", 0, period(0, 1)))).isEqualTo("Rejected");
    assertThat(set(1, profile(1, "TxDefaultProfile", 99, period(0, 1)))).isEqualTo("Rejected");
    assertThat(set(1, profile(1, "TxDefaultProfile", 0, period(5, 1)))).isEqualTo("Rejected");
    assertThat(set(1, profile(1, "ChargingStationMaxProfile", 0, period(0, 1))))
        .isEqualTo("Rejected");
    assertThat(set(0, profile(1, "ChargingStationExternalConstraints", 0, period(0, 1))))
        .isEqualTo("Rejected");
    assertThat(set(1, profile(1, "TxProfile", 0, period(0, 1)).put("transactionId", "other")))
        .isEqualTo("Rejected");
    assertThat(set(1, profile(1, "TxProfile", 0, period(0, 9_000)).put("transactionId", id)))
        .isEqualTo("Accepted");
    assertThat(set(1, profile(2, "TxProfile", 0, period(0, 9_000)).put("transactionId", id)))
        .isEqualTo("Rejected");
  }

  @Test
  void shouldShareTheLimitOfTheStation() {
    start(OcppVersion.V2_0_1, builder -> builder.evses(2));
    set(0, profile(1, "ChargingStationMaxProfile", 0, period(0, 20_000)));
    get(station.plugIn(1));
    get(station.presentTag(1, "A"));
    awaitWatt(20_000);
    get(station.plugIn(2));
    get(station.presentTag(2, "B"));

    awaitWatt(10_000);
    assertThat(station.watt(2)).isCloseTo(10_000, CLOSE);
  }

  @Test
  void shouldWorkOutTheCompositeSchedule() {
    start(OcppVersion.V2_0_1);
    JsonObject relative =
        profile(
            1, "TxDefaultProfile", 0, period(0, 20_000), period(600, 5_000), period(1200, 8_000));
    relative.getJsonArray("chargingSchedule").getJsonObject(0).put("duration", 1_800);
    assertThat(set(1, relative)).isEqualTo("Accepted");
    JsonObject schedule =
        result(
                "GetCompositeSchedule",
                new JsonObject()
                    .put("evseId", 1)
                    .put("duration", 3_600)
                    .put("chargingRateUnit", "W"))
            .getJsonObject("schedule");

    assertThat(
            schedule.getJsonArray("chargingSchedulePeriod").stream()
                .map(each -> ((JsonObject) each).getDouble("limit")))
        .containsExactly(20_000.0, 5_000.0, 8_000.0, 22_000.0);
    assertThat(schedule.getInteger("duration")).isEqualTo(3_600);
    assertThat(
            status("GetCompositeSchedule", new JsonObject().put("evseId", 9).put("duration", 60)))
        .isEqualTo("Rejected");
  }

  @Test
  void shouldReportItsProfilesByEvseAndSource() {
    start(OcppVersion.V2_0_1);
    set(0, profile(1, "TxDefaultProfile", 0, period(0, 20_000)));
    set(1, profile(2, "TxDefaultProfile", 1, period(0, 10_000)));
    get(station.limitFromOutside(11_000));
    assertThat(
            status(
                "GetChargingProfiles",
                new JsonObject().put("requestId", 8).put("chargingProfile", new JsonObject())))
        .isEqualTo("Accepted");
    await().until(() -> central.calls("ReportChargingProfiles").size() == 3);

    assertThat(
            central.calls("ReportChargingProfiles").stream()
                .map(
                    part ->
                        part.getInteger("evseId")
                            + " "
                            + part.getString("chargingLimitSource")
                            + " "
                            + part.getBoolean("tbc")))
        .containsExactly("0 CSO true", "1 CSO true", "0 EMS null");
    assertThat(
            status(
                "GetChargingProfiles",
                new JsonObject()
                    .put("requestId", 9)
                    .put(
                        "chargingProfile",
                        new JsonObject().put("chargingProfileId", new JsonArray().add(77)))))
        .isEqualTo("NoProfiles");
  }

  @ParameterizedTest
  @EnumSource(
      value = OcppVersion.class,
      names = {"V2_0_1", "V2_1"})
  void shouldObeyAndTellOfALimitFromOutside(OcppVersion version) {
    start(version);
    charge();
    get(station.limitFromOutside(7_000));
    awaitWatt(7_000);
    await().untilAsserted(() -> event("ChargingRateChanged"));
    JsonObject told = central.calls("NotifyChargingLimit").get(0);
    assertThat(told.getJsonObject("chargingLimit").getString("chargingLimitSource"))
        .isEqualTo("EMS");
    assertThat(told.getJsonArray("chargingSchedule")).hasSize(1);
    get(station.clearLimitFromOutside());
    awaitWatt(22_000);
    await().until(() -> !central.calls("ClearedChargingLimit").isEmpty());
  }

  @ParameterizedTest
  @EnumSource(
      value = OcppVersion.class,
      names = {"V2_0_1", "V2_1"})
  void shouldTellWhatASmartVehicleNeedsAndWhatItFollows(OcppVersion version) {
    start(version, builder -> builder.curve(PowerCurve.DC_150));
    get(
        station.plugInSmart(
            1, new Battery(80_000, 20), station.timeline().now().plus(Duration.ofHours(2)), false));
    get(station.presentTag(1, "TAG"));
    await().until(() -> !central.calls("NotifyEVChargingNeeds").isEmpty());
    JsonObject needs = central.calls("NotifyEVChargingNeeds").get(0).getJsonObject("chargingNeeds");
    assertThat(needs.getString("requestedEnergyTransfer")).isEqualTo("DC");
    assertThat(needs.getJsonObject("dcChargingParameters").getInteger("stateOfCharge"))
        .isEqualTo(20);

    JsonObject own =
        profile(3, "TxProfile", 0, period(0, 60_000))
            .put("transactionId", station.transactionId(1).orElseThrow());
    assertThat(set(1, own)).isEqualTo("Accepted");
    await().until(() -> !central.calls("NotifyEVChargingSchedule").isEmpty());
    awaitWatt(60_000);
  }

  // 2.1.

  @Test
  void shouldChargeWithPriorityWhenAsked() {
    start(OcppVersion.V2_1);
    String id = charge();
    set(0, profile(1, "TxDefaultProfile", 0, period(0, 6_000)));
    JsonObject wanted = new JsonObject().put("transactionId", id).put("activate", true);
    assertThat(status("UsePriorityCharging", wanted)).isEqualTo("NoProfile");
    set(0, profile(2, "PriorityCharging", 0, period(0, 20_000)));
    assertThat(status("UsePriorityCharging", wanted)).isEqualTo("Accepted");
    awaitWatt(20_000);
    get(station.priority(1, false));
    awaitWatt(6_000);
    await().until(() -> !central.calls("NotifyPriorityCharging").isEmpty());
  }

  @Test
  void shouldFollowADynamicScheduleThatIsPushedAndPulled() {
    start(OcppVersion.V2_1);
    central.answer(
        "PullDynamicScheduleUpdate",
        call ->
            new JsonObject()
                .put("status", "Accepted")
                .put("scheduleUpdate", new JsonObject().put("limit", 7_000)));
    charge();
    JsonObject dynamic =
        profile(5, "TxDefaultProfile", 0, period(0, 15_000))
            .put("chargingProfileKind", "Dynamic")
            .put("dynUpdateInterval", 60);
    set(1, dynamic);
    assertThat(
            status(
                "UpdateDynamicSchedule",
                new JsonObject()
                    .put("chargingProfileId", 5)
                    .put("scheduleUpdate", new JsonObject().put("limit", 12_000))))
        .isEqualTo("Accepted");
    await().until(() -> !central.calls("PullDynamicScheduleUpdate").isEmpty());
    awaitWatt(7_000);
    assertThat(
            status(
                "UpdateDynamicSchedule",
                new JsonObject()
                    .put("chargingProfileId", 6)
                    .put("scheduleUpdate", new JsonObject().put("limit", 1))))
        .isEqualTo("Rejected");
  }

  @Test
  void shouldGiveEnergyBackWhenTheSetpointSaysSo() {
    start(OcppVersion.V2_1, builder -> builder.curve(PowerCurve.V2X));
    set("SampledDataCtrlr", "TxUpdatedMeasurands", "Energy.Active.Export.Register");
    charge();
    JsonObject back =
        new JsonObject()
            .put("startPeriod", 0)
            .put("operationMode", "CentralSetpoint")
            .put("setpoint", -10_000);
    set(1, profile(6, "TxDefaultProfile", 0, back));
    awaitWatt(-10_000);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        event("MeterValuePeriodic")
                            .getJsonArray("meterValue")
                            .getJsonObject(0)
                            .getJsonArray("sampledValue")
                            .getJsonObject(0)
                            .getInteger("value"))
                    .isPositive());
    await()
        .untilAsserted(
            () ->
                assertThat(lastEvent().getJsonObject("transactionInfo").getString("operationMode"))
                    .isEqualTo("CentralSetpoint"));
  }

  @Test
  void shouldFollowTheSignalOfTheGrid() {
    start(OcppVersion.V2_1, builder -> builder.curve(PowerCurve.DC_50));
    charge();
    JsonObject period =
        new JsonObject()
            .put("startPeriod", 0)
            .put("operationMode", "CentralFrequency")
            .put("v2xBaseline", 20_000)
            .put(
                "v2xSignalWattCurve",
                new JsonArray()
                    .add(new JsonObject().put("signal", -1).put("power", -5_000))
                    .add(new JsonObject().put("signal", 0).put("power", 0))
                    .add(new JsonObject().put("signal", 1).put("power", 5_000)));
    set(1, profile(7, "TxDefaultProfile", 0, period));
    awaitWatt(20_000);
    assertThat(
            status("AFRRSignal", new JsonObject().put("timestamp", Central2.NOW).put("signal", -1)))
        .isEqualTo("Accepted");
    awaitWatt(15_000);
  }

  @Test
  void shouldKeepReportAndClearControlsOfTheGrid() {
    start(OcppVersion.V2_1);
    assertThat(status("SetDERControl", gradient("a", 5))).isEqualTo("Accepted");
    JsonObject second = result("SetDERControl", gradient("b", 1));
    assertThat(second.getJsonArray("supersededIds")).containsExactly("a");
    JsonObject timed =
        new JsonObject()
            .put("isDefault", false)
            .put("controlId", "c")
            .put("controlType", "FixedVar")
            .put(
                "fixedVar",
                new JsonObject()
                    .put("priority", 1)
                    .put("setpoint", 10)
                    .put("unit", "PctMaxVar")
                    .put("duration", 5)
                    .put("startTime", station.timeline().now().plusSeconds(5).toString()));
    assertThat(status("SetDERControl", timed)).isEqualTo("Accepted");
    await().until(() -> central.calls("NotifyDERStartStop").size() == 2);
    assertThat(central.calls("NotifyDERStartStop").stream().map(each -> each.getBoolean("started")))
        .containsExactly(true, false);

    assertThat(status("GetDERControl", new JsonObject().put("requestId", 4))).isEqualTo("Accepted");
    await().until(() -> central.calls("ReportDERControl").size() == 2);
    assertThat(status("ClearDERControl", new JsonObject().put("isDefault", false)))
        .isEqualTo("Accepted");
    assertThat(status("GetDERControl", new JsonObject().put("requestId", 5))).isEqualTo("NotFound");
    assertThat(
            status(
                "SetDERControl",
                new JsonObject()
                    .put("isDefault", true)
                    .put("controlId", "d")
                    .put("controlType", "Gradients")))
        .isEqualTo("Rejected");
  }

  private static JsonObject gradient(String id, int priority) {
    return new JsonObject()
        .put("isDefault", false)
        .put("controlId", id)
        .put("controlType", "Gradients")
        .put(
            "gradient",
            new JsonObject().put("priority", priority).put("gradient", 1).put("softGradient", 2));
  }

  @Test
  void shouldAnswerAllowedEnergyTransfer() {
    start(OcppVersion.V2_1);
    String id = charge();
    JsonObject allowed =
        new JsonObject()
            .put("transactionId", id)
            .put("allowedEnergyTransfer", new JsonArray().add("AC_BPT"));
    assertThat(status("NotifyAllowedEnergyTransfer", allowed)).isEqualTo("Accepted");
    assertThat(status("NotifyAllowedEnergyTransfer", allowed.put("transactionId", "none")))
        .isEqualTo("Rejected");
  }
}
