package io.galvan.conformance.v21;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.v2.CaseTransaction;
import io.galvan.conformance.v2.Suite2;
import java.util.concurrent.CompletableFuture;

/** What the cases about charging profiles of 2.1 have in common. */
abstract class ChargingProfileSuite extends Suite2 {
  private static final int STACK_LEVEL = 1;

  /** What a vehicle tells that can give energy back. */
  static final String BIDIRECTIONAL =
      "'v2xChargingParameters':{'maxChargePower':11000,'maxDischargePower':-11000,'evTargetEnergyRequest':11000}";

  // ---- profiles

  /**
   * A profile of one period.
   *
   * @param more further members of the profile, each with a comma before it
   * @param schedule the same of its schedule
   * @param period the same of the period
   */
  static String profile(
      int id,
      String purpose,
      String kind,
      String more,
      String unit,
      String schedule,
      String period) {
    return """
        {'id':%d,'stackLevel':%d,'chargingProfilePurpose':'%s','chargingProfileKind':'%s'%s,
         'chargingSchedule':[{'id':%d,'chargingRateUnit':'%s'%s,
           'chargingSchedulePeriod':[{'startPeriod':0%s}]}]}"""
        .formatted(id, STACK_LEVEL, purpose, kind, more, id, unit, schedule, period);
  }

  static String txDefault(int id, String more, String schedule, String period) {
    return profile(
        id,
        "TxDefaultProfile",
        "Absolute",
        more,
        "A",
        ",'startSchedule':'%s'%s".formatted(time(now()), schedule),
        period);
  }

  /** A profile whose limits change while it holds. */
  static String dynamic(int id, String more, String unit, String period) {
    return profile(id, "TxDefaultProfile", "Dynamic", more, unit, "", period);
  }

  /** A profile for a transaction, in W. */
  static String forTransaction(int id, CaseTransaction transaction, String period) {
    return profile(
        id,
        "TxProfile",
        "Absolute",
        ",'transactionId':'%s'".formatted(transaction.id()),
        "W",
        ",'startSchedule':'%s'".formatted(time(now())),
        period);
  }

  /** The operator sends the profile, which the station takes and then holds. */
  void setProfile(int evseId, String profile) {
    JsonNode sent =
        sends(
                "SetChargingProfile",
                Json.of("{'evseId':%d,'chargingProfile':%s}", evseId, profile),
                "Accepted")
            .get("chargingProfile");
    assertThat(seen.items("/charging-profiles"))
        .as("profiles at the station")
        .anySatisfy(
            held -> {
              assertThat(held.get("profileId")).isEqualTo(sent.get("id"));
              assertThat(held.get("evseId").asInt()).isEqualTo(evseId);
              assertThat(held.get("purpose")).isEqualTo(sent.get("chargingProfilePurpose"));
            });
  }

  // ---- dynamic profiles

  /** What the station is told when it asks for the limits of a dynamic profile. */
  JsonNode pull(int profileId) {
    return station.call("PullDynamicScheduleUpdate", "{'chargingProfileId':%d}", profileId);
  }

  void pulls(int profileId, String update) {
    JsonNode answer = pull(profileId);
    assertThat(answer.get("status").asText()).isEqualTo("Accepted");
    assertThat(answer.get("scheduleUpdate")).isEqualTo(Json.of("{%s}", update));
  }

  void updates(int profileId, String update) {
    sends(
        "UpdateDynamicSchedule",
        Json.of("{'chargingProfileId':%d,'scheduleUpdate':{%s}}", profileId, update),
        "Accepted");
  }

  // ---- vehicles

  /** How vehicles are to charge at this station, by the operator's policy. */
  void vehicles(String policy) {
    operator.put("/chargers/" + id + "/policy", Json.of("{'vehicles':{%s}}", policy));
  }

  /** A transaction authorized by the vehicle's contract, with the vehicle plugged in. */
  CaseTransaction byContract() {
    String contract = "DE8AA" + id.substring(3, 11);
    operator.post("/tokens", Json.of("{'idToken':'%s','type':'eMAID','blocked':false}", contract));
    String token = "'idToken':{'idToken':'%s','type':'eMAID'}".formatted(contract);
    accepted(station.call("Authorize", "{" + token + "}").get("idTokenInfo"));
    CaseTransaction transaction = transaction(EVSE, contract);
    accepted(transaction.started("Authorized", null, "," + token).get("idTokenInfo"));
    return transaction.evConnectedPreSession();
  }

  /** The vehicle tells what it needs; gives the status of the answer. */
  String needs(String mode, int maxScheduleTuples, String more) {
    return station
        .call(
            "NotifyEVChargingNeeds",
            "{'evseId':%d,'timestamp':'%s','maxScheduleTuples':%d,'chargingNeeds':{'requestedEnergyTransfer':'%s',%s}}",
            EVSE,
            timestamp(),
            maxScheduleTuples,
            mode,
            more)
        .get("status")
        .asText();
  }

  /** The V2X state; what the vehicle is given is up to the operator. */
  CaseTransaction v2x() {
    vehicles("'chargingPlans':'Manual'");
    CaseTransaction transaction = byContract();
    assertThat(needs("AC_BPT", 1, BIDIRECTIONAL)).isIn("Accepted", "Processing");
    return transaction;
  }

  /** A profile for the transaction that comes by itself, and is taken; gives its schedule. */
  JsonNode given(CaseTransaction transaction) {
    return taken(transaction, station.expect("SetChargingProfile"));
  }

  /** The same that the operator brings about. */
  JsonNode limited(CaseTransaction transaction, String limit) {
    long number = transaction.number();
    CompletableFuture<JsonNode> order =
        operator.later(
            () ->
                operator.post(
                    "/chargers/" + id + "/limit",
                    Json.of("{'transactionId':%d,'limit':%s,'unit':'W'}", number, limit)));
    JsonNode schedule = taken(transaction, expect("SetChargingProfile", order));
    done("the limit", order);
    return schedule;
  }

  private JsonNode taken(CaseTransaction transaction, JsonNode request) {
    JsonNode profile = request.get("chargingProfile");
    assertThat(request.get("evseId").asInt()).isEqualTo(EVSE);
    assertThat(profile.get("chargingProfilePurpose").asText()).isEqualTo("TxProfile");
    assertThat(profile.get("transactionId").asText()).isEqualTo(transaction.id());
    assertThat(profile.get("chargingSchedule")).hasSize(1);
    station.answer(Json.of("{'status':'Accepted'}"));
    return profile.at("/chargingSchedule/0");
  }

  /** The vehicle plans just what it was given. */
  void plans(JsonNode schedule) {
    JsonNode answer =
        station.call(
            "NotifyEVChargingSchedule",
            "{'timeBase':'%s','evseId':%d,'selectedChargingScheduleId':%d,'chargingSchedule':{'id':%d,'chargingRateUnit':'%s','chargingSchedulePeriod':%s}}",
            timestamp(),
            EVSE,
            schedule.get("id").asInt(),
            schedule.get("id").asInt(),
            schedule.get("chargingRateUnit").asText(),
            schedule.get("chargingSchedulePeriod"));
    assertThat(answer.get("status").asText()).isEqualTo("Accepted");
  }
}
