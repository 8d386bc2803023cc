package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.Seen;
import java.math.BigDecimal;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** K, smart charging by ISO 15118: what a vehicle needs, is given, and plans. */
@OverEveryTransport
class VehicleChargingTest extends Suite2 {
  private CaseTransaction pluggedIn() {
    return transaction().authorized().evConnectedPreSession();
  }

  private void needs() {
    JsonNode answer =
        station.call(
            "NotifyEVChargingNeeds",
            "{'evseId':%d,'maxScheduleTuples':3,'chargingNeeds':{'requestedEnergyTransfer':'AC_three_phase','acChargingParameters':{'energyAmount':20000,'evMinCurrent':6,'evMaxCurrent':16,'evMaxVoltage':230}}}",
            EVSE);
    assertThat(answer.get("status").asText()).isIn("Accepted", "Processing");
  }

  /** A profile for the transaction, which the station takes; gives its schedule. */
  private JsonNode given(CaseTransaction transaction) {
    return checked(transaction, station.expect("SetChargingProfile"));
  }

  private JsonNode checked(CaseTransaction transaction, JsonNode request) {
    JsonNode profile = request.get("chargingProfile");
    assertThat(request.get("evseId").asInt()).isEqualTo(EVSE);
    assertThat(profile.get("chargingProfilePurpose").asText()).isEqualTo("TxProfile");
    assertThat(profile.get("transactionId").asText()).isEqualTo(transaction.id());
    assertThat(profile.get("chargingSchedule")).hasSizeBetween(1, 3);
    station.answer(Json.of("{'status':'Accepted'}"));
    return profile.at("/chargingSchedule/0");
  }

  /** The vehicle plans by a schedule, or above it; gives the status of the answer. */
  private String plans(JsonNode schedule, String above) {
    BigDecimal limit = schedule.at("/chargingSchedulePeriod/0/limit").decimalValue();
    return station
        .call(
            "NotifyEVChargingSchedule",
            "{'timeBase':'%s','evseId':%d,'chargingSchedule':{'id':%d,'chargingRateUnit':'%s','chargingSchedulePeriod':[{'startPeriod':0,'limit':%s}]}}",
            timestamp(),
            EVSE,
            schedule.get("id").asInt(),
            schedule.get("chargingRateUnit").asText(),
            limit.add(new BigDecimal(above)).toPlainString())
        .get("status")
        .asText();
  }

  private static void charges(CaseTransaction transaction) {
    transaction.updated("ChargingStateChanged", "Charging", "");
  }

  /** ISO15118SmartCharging. */
  private CaseTransaction smartCharging() {
    CaseTransaction transaction = pluggedIn();
    needs();
    assertThat(plans(given(transaction), "0")).isEqualTo("Accepted");
    charges(transaction);
    return transaction;
  }

  /** The operator limits the transaction, so the schedule is negotiated anew. */
  private JsonNode limited(CaseTransaction transaction, String limit) {
    long number = transaction.number();
    CompletableFuture<JsonNode> order =
        operator.later(
            () ->
                operator.post(
                    "/chargers/" + id + "/limit",
                    Json.of("{'transactionId':%d,'limit':%s,'unit':'A'}", number, limit)));
    JsonNode schedule = checked(transaction, expect("SetChargingProfile", order));
    done("the limit", order);
    assertThat(schedule.at("/chargingSchedulePeriod/0/limit").decimalValue())
        .isEqualByComparingTo(limit);
    return schedule;
  }

  @Test
  void TC_K_53_chargesByASchedule() {
    CaseTransaction transaction = smartCharging();
    transaction.assertRunning();
    assertThat(
            seen.items("/holdings?kind=ChargingNeeds").findValuesAsText("requestedEnergyTransfer"))
        .containsExactly("AC_three_phase");
    assertThat(seen.items("/holdings?kind=EVChargingSchedule")).hasSize(1);
    Seen.soon(() -> assertThat(seen.profiles()).hasSize(1));
  }

  @Test
  void TC_K_55_vehicleExceedsTheSchedule() {
    CaseTransaction transaction = pluggedIn();
    needs();
    JsonNode schedule = given(transaction);
    assertThat(plans(schedule, "1")).isEqualTo("Rejected");
    charges(transaction);
    JsonNode again = given(transaction);
    assertThat(plans(again, "0")).isEqualTo("Accepted");
  }

  @Test
  void TC_K_57_vehicleNegotiatesAnew() {
    CaseTransaction transaction = smartCharging();
    needs();
    assertThat(plans(given(transaction), "0")).isEqualTo("Accepted");
  }

  @Test
  void TC_K_58_operatorNegotiatesAnew() {
    CaseTransaction transaction = smartCharging();
    assertThat(plans(limited(transaction, "10"), "0")).isEqualTo("Accepted");
  }

  @Test
  void TC_K_59_vehicleNegotiatesAfterTheOperator() {
    CaseTransaction transaction = smartCharging();
    limited(transaction, "10");
    needs();
    assertThat(plans(given(transaction), "0")).isEqualTo("Accepted");
  }
}
