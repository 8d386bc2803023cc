package io.galvan.conformance.v21;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.v2.CaseTransaction;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** K, smart charging: what 2.1 adds. */
@OverEveryTransport
class SmartChargingTest extends ChargingProfileSuite {
  private static final int OTHERS = 2_147_400_000;

  @Test
  void TC_K_100_profileThatEndsOffline() {
    setProfile(
        EVSE,
        txDefault(
            1, ",'maxOfflineDuration':300,'invalidAfterOfflineDuration':true", "", ",'limit':6"));
    assertThat(seen.profiles()).containsExactly(1);
  }

  @Test
  void TC_K_101_idle() {
    CaseTransaction transaction = v2x();
    setProfile(EVSE, txDefault(1, "", "", ",'operationMode':'Idle'"));
    transaction.event("Updated", "OperationModeChanged", ",'operationMode':'Idle'", "");
    assertThat(
            operator
                .get("/transactions/" + transaction.number() + "/events")
                .at("/detail/operationMode")
                .asText())
        .isEqualTo("Idle");
    transaction.assertRunning();
  }

  @Test
  void TC_K_102_limitAtStateOfCharge() {
    setProfile(EVSE, txDefault(1, "", ",'limitAtSoC':{'soc':80,'limit':6}", ",'limit':16"));
    assertThat(seen.profiles()).containsExactly(1);
  }

  @Test
  void TC_K_104_profileOfPriorityCharging() {
    setProfile(EVSE, profile(1, "PriorityCharging", "Relative", "", "A", "", ",'limit':32"));
    assertThat(seen.profiles()).containsExactly(1);
  }

  @Test
  void TC_K_106_localTimeAndRandomDelay() {
    setProfile(EVSE, txDefault(1, "", ",'useLocalTime':true,'randomizedDelay':60", ",'limit':6"));
    assertThat(seen.profiles()).containsExactly(1);
  }

  @Test
  void TC_K_109_idsAboveThoseOfOthers() {
    sends("GetBaseReport", Json.of("{'requestId':109,'reportBase':'FullInventory'}"), "Accepted");
    station.call(
        "NotifyReport",
        "{'requestId':109,'generatedAt':'%s','seqNo':0,'reportData':[{'component':{'name':'SmartChargingCtrlr'},'variable':{'name':'MaxExternalConstraintsId'},'variableAttribute':[{'type':'Actual','value':'%d','mutability':'ReadOnly'}],'variableCharacteristics':{'dataType':'integer','supportsMonitoring':false}}]}",
        timestamp(),
        OTHERS);
    CompletableFuture<JsonNode> order =
        operator.later(
            () ->
                operator.post(
                    "/chargers/" + id + "/limit",
                    Json.of("{'evseId':%d,'limit':6,'unit':'A'}", EVSE)));
    JsonNode profile = expect("SetChargingProfile", order).get("chargingProfile");
    station.answer(Json.of("{'status':'Accepted'}"));
    done("the limit", order);
    assertThat(profile.get("id").asInt()).isGreaterThan(OTHERS);
  }

  @Test
  void TC_K_113_operatorNegotiatesAnew() {
    CaseTransaction transaction = byContract();
    assertThat(needs("DC", 3, "'controlMode':'ScheduledControl'," + BIDIRECTIONAL))
        .isIn("Accepted", "Processing");
    plans(given(transaction));
    transaction.updated("ChargingStateChanged", "Charging", "");
    plans(limited(transaction, "5000"));
  }

  @Test
  void TC_K_114_vehicleNegotiatesAnew() {
    CaseTransaction transaction = byContract();
    for (int time = 0; time < 2; time++) {
      assertThat(needs("DC", 1, "'controlMode':'ScheduledControl'," + BIDIRECTIONAL))
          .isIn("Accepted", "Processing");
      plans(given(transaction));
    }
  }

  @Test
  void TC_K_115_noMoreThanTheVehicleTakes() {
    CaseTransaction transaction = byContract();
    assertThat(needs("DC", 3, "'controlMode':'DynamicControl'," + BIDIRECTIONAL))
        .isIn("Accepted", "Processing");
    JsonNode schedule = given(transaction);
    assertThat(schedule.get("chargingSchedulePeriod")).hasSizeBetween(1, 3);
    for (String prices :
        new String[] {
          "/absolutePriceSchedule/priceRuleStacks", "/priceLevelSchedule/priceLevelScheduleEntries"
        }) {
      assertThat(schedule.at(prices)).hasSizeLessThanOrEqualTo(3);
    }
  }

  @Test
  void TC_K_117_vehicleChangesItsMind() {
    CaseTransaction transaction = byContract();
    followsSetpoint(transaction, Duration.ofHours(4), 11_000, 3_300);
    followsSetpoint(transaction, Duration.ofHours(2), 11_000, 6_600);
    followsSetpoint(transaction, Duration.ofHours(2), 5_500, 3_300);
  }

  /** The vehicle under dynamic control is given a setpoint, in W. */
  private void followsSetpoint(
      CaseTransaction transaction, Duration stays, int energyWh, int setpoint) {
    assertThat(
            needs(
                "DC",
                1,
                "'controlMode':'DynamicControl','departureTime':'%s','v2xChargingParameters':{'maxChargePower':50000,'evTargetEnergyRequest':%d}"
                    .formatted(now().plus(stays), energyWh)))
        .isIn("Accepted", "Processing");
    JsonNode schedule = given(transaction);
    assertThat(schedule.get("chargingRateUnit").asText()).isEqualTo("W");
    JsonNode period = schedule.at("/chargingSchedulePeriod/0");
    assertThat(period.get("operationMode").asText()).isEqualTo("CentralSetpoint");
    assertThat(period.has("limit")).isFalse();
    assertThat(period.get("setpoint").asDouble()).isCloseTo(setpoint, within(50.0));
  }

  @Test
  void TC_K_118_priorityCharging() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    sends(
        "UsePriorityCharging",
        Json.of("{'transactionId':'%s','activate':true}", transaction.id()),
        "Accepted");
    station.call(
        "NotifyPriorityCharging", "{'transactionId':'%s','activated':true}", transaction.id());
    assertThat(
            operator
                .get("/chargers/" + id + "/holdings?kind=PriorityCharging")
                .findValuesAsText("key"))
        .containsExactly(transaction.id());
  }

  @Test
  void TC_K_121_stationAsksForTheLimit() {
    setProfile(EVSE, dynamic(1, "", "A", ",'limit':6"));
    assertThat(pull(2).get("status").asText()).isEqualTo("Rejected");
    pulls(1, "'limit':6");
  }

  @Test
  void TC_K_126_noProfileForVehicles() {
    vehicles("'chargingPlans':'None'");
    CaseTransaction transaction = byContract();
    assertThat(needs("DC", 1, "'controlMode':'DynamicControl'," + BIDIRECTIONAL))
        .isEqualTo("NoChargingProfile");
    transaction.assertRunning();
  }
}
