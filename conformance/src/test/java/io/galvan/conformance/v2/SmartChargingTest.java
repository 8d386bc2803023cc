package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** K, smart charging: profiles that the operator sets and clears, and what limits others. */
@OverEveryTransport
class SmartChargingTest extends Suite2 {
  private static final int STACK_LEVEL = 1;

  // ---- profiles

  private static String absolute(int id, String purpose, String unit, String limit) {
    return profile(
        id,
        purpose,
        "Absolute",
        ",'validFrom':'%s','validTo':'%s'"
            .formatted(time(now()), time(now().plus(Duration.ofHours(1)))),
        ",'startSchedule':'%s'".formatted(time(now())),
        unit,
        limit);
  }

  private static String relative(int id, String more, String limit) {
    return profile(id, "TxProfile", "Relative", more, "", "A", limit);
  }

  /**
   * @param more further members of the profile, each with a comma before it
   * @param schedule the same of its schedule
   */
  private static String profile(
      int id,
      String purpose,
      String kind,
      String more,
      String schedule,
      String unit,
      String limit) {
    return """
        {'id':%d,'stackLevel':%d,'chargingProfilePurpose':'%s','chargingProfileKind':'%s'%s,
         'chargingSchedule':[{'id':%d,'duration':300,'chargingRateUnit':'%s'%s,
           'chargingSchedulePeriod':[{'startPeriod':0,'limit':%s,'numberPhases':3}]}]}"""
        .formatted(id, STACK_LEVEL, purpose, kind, more, id, unit, schedule, limit);
  }

  private JsonNode setProfile(int evseId, String profile, String status) {
    return sends(
            "SetChargingProfile",
            Json.of("{'evseId':%d,'chargingProfile':%s}", evseId, profile),
            status)
        .get("chargingProfile");
  }

  /** The operator sets a limit, which is for the product to put into a profile. */
  private JsonNode limit(String payload, Object... arguments) {
    CompletableFuture<JsonNode> order =
        operator.later(
            () -> operator.post("/chargers/" + id + "/limit", Json.of(payload, arguments)));
    JsonNode onTheWire = expect("SetChargingProfile", order);
    station.answer(Json.of("{'status':'Accepted'}"));
    assertThat(done("the limit", order).get("state").asText()).isEqualTo("Accepted");
    return onTheWire;
  }

  private static JsonNode firstPeriod(JsonNode profile) {
    JsonNode periods = profile.at("/chargingSchedule/0/chargingSchedulePeriod");
    assertThat(periods).hasSize(1);
    assertThat(periods.get(0).get("startPeriod").asInt()).isZero();
    return periods.get(0);
  }

  /** That the schedule starts when it says, for which it must be Absolute or Recurring. */
  private static void startsNow(JsonNode profile, String kind) {
    assertThat(profile.get("chargingProfileKind").asText()).isEqualTo(kind);
    assertNow(profile.at("/chargingSchedule/0/startSchedule"));
  }

  // ---- cases

  @ParameterizedTest
  @CsvSource({"A, 6", "W, 6000"})
  void TC_K_01_setTxDefaultProfileOfAnEvse(String unit, String limit) {
    JsonNode profile = setProfile(EVSE, absolute(1, "TxDefaultProfile", unit, limit), "Accepted");
    assertThat(firstPeriod(profile).get("limit").decimalValue()).isEqualByComparingTo(limit);
    assertThat(profile.has("transactionId")).isFalse();
    assertThat(profile.has("recurrencyKind")).isFalse();
    assertThat(seen.profiles()).containsExactly(1);
  }

  /** Without a transaction a TxProfile breaks K01.FR.03, so the operator has to insist. */
  @Test
  void TC_K_02_setTxProfileWithoutTransaction() {
    JsonNode command =
        Json.of(
            "{'action':'SetChargingProfile','request':{'evseId':%d,'chargingProfile':%s}}",
            EVSE, relative(1, "", "7"));
    CompletableFuture<JsonNode> order =
        operator.later(
            () -> operator.post("/chargers/" + id + "/commands?allowNonConformant=true", command));
    JsonNode profile = expect("SetChargingProfile", order).get("chargingProfile");
    station.answer(Json.of("{'status':'Rejected'}"));
    assertThat(done("the profile", order).get("state").asText()).isEqualTo("Rejected");
    assertThat(profile.at("/chargingSchedule/0").has("startSchedule")).isFalse();
    assertThat(seen.profiles()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"A, 8", "W, 8000"})
  void TC_K_03_setChargingStationMaxProfile(String unit, String limit) {
    setProfile(0, absolute(1, "ChargingStationMaxProfile", unit, limit), "Accepted");
    assertThat(seen.profiles()).containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource({"0, ChargingStationMaxProfile, A, 8, 6", "1, TxDefaultProfile, W, 8000, 6000"})
  void TC_K_04_replaceAProfile(
      int evseId, String purpose, String unit, String first, String second) {
    JsonNode old =
        limit("{'evseId':%d,'limit':%s,'unit':'%s','durationS':300}", evseId, first, unit);
    JsonNode replacing =
        limit("{'evseId':%d,'limit':%s,'unit':'%s','durationS':300}", evseId, second, unit);
    for (JsonNode request : new JsonNode[] {old, replacing}) {
      JsonNode profile = request.get("chargingProfile");
      assertThat(request.get("evseId").asInt()).isEqualTo(evseId);
      assertThat(profile.get("chargingProfilePurpose").asText()).isEqualTo(purpose);
      assertThat(profile.at("/chargingSchedule/0/chargingRateUnit").asText()).isEqualTo(unit);
      startsNow(profile, "Absolute");
    }
    assertThat(firstPeriod(old.get("chargingProfile")).get("limit").decimalValue())
        .isEqualByComparingTo(first);
    assertThat(firstPeriod(replacing.get("chargingProfile")).get("limit").decimalValue())
        .isEqualByComparingTo(second);
    for (String same : new String[] {"id", "stackLevel"}) {
      assertThat(replacing.get("chargingProfile").get(same))
          .isEqualTo(old.get("chargingProfile").get(same));
    }
    assertThat(seen.profiles()).containsExactly(old.at("/chargingProfile/id").asInt());
  }

  @Test
  void TC_K_06_clearByCriteria() {
    setProfile(EVSE, absolute(1, "TxDefaultProfile", "A", "6"), "Accepted");
    setProfile(OTHER_EVSE, absolute(2, "TxDefaultProfile", "A", "6"), "Accepted");
    clear("Accepted");
    assertThat(seen.profiles()).containsExactly(2);
  }

  @Test
  void TC_K_08_clearUnknown() {
    setProfile(OTHER_EVSE, absolute(2, "TxDefaultProfile", "A", "6"), "Accepted");
    clear("Unknown");
    seen.assertAnswered("ClearChargingProfile", "Unknown");
    assertThat(seen.profiles()).as("what is at another EVSE").containsExactly(2);
  }

  private void clear(String status) {
    sends(
        "ClearChargingProfile",
        Json.of(
            "{'chargingProfileCriteria':{'evseId':%d,'chargingProfilePurpose':'TxDefaultProfile','stackLevel':%d}}",
            EVSE, STACK_LEVEL),
        status);
  }

  @ParameterizedTest
  @CsvSource({"A, 6", "W, 6000"})
  void TC_K_10_setTxDefaultProfileOfTheStation(String unit, String limit) {
    setProfile(0, absolute(1, "TxDefaultProfile", unit, limit), "Accepted");
    assertThat(seen.profiles()).containsExactly(1);
  }

  @Test
  void TC_K_15_stationDoesNotKnowProfiles() {
    CompletableFuture<JsonNode> command =
        ask(
            "SetChargingProfile",
            Json.of(
                "{'evseId':%d,'chargingProfile':%s}",
                EVSE, absolute(1, "TxDefaultProfile", "A", "6")));
    expect("SetChargingProfile", command);
    station.refuse("NotSupported");
    JsonNode told = done("SetChargingProfile", command);
    assertThat(told.get("state").asText()).isEqualTo("Failed");
    assertThat(told.get("errorCode").asText()).isEqualTo("NotSupported");
    assertThat(seen.profiles()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Daily", "Weekly"})
  void TC_K_19_setRecurringProfile(String recurrencyKind) {
    setProfile(
        EVSE,
        profile(
            1,
            "TxDefaultProfile",
            "Recurring",
            ",'recurrencyKind':'%s'".formatted(recurrencyKind),
            ",'startSchedule':'%s'".formatted(time(now())),
            "A",
            "6"),
        "Accepted");
    assertThat(seen.profiles()).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit", "chargingProfile"})
  void TC_K_37_remoteStartWithProfile(String how) {
    CompletableFuture<JsonNode> order =
        operator.later(
            () ->
                operator.post(
                    "/chargers/" + id + "/start",
                    Json.of(
                        "{'idToken':'%s','idTokenType':'ISO14443','evseId':%d,'%s':%s}",
                        VALID,
                        EVSE,
                        how,
                        how.equals("limit")
                            ? "{'limit':6,'unit':'A','durationS':300}"
                            : relative(1, "", "6"))));
    JsonNode request = expect("RequestStartTransaction", order);
    station.answer(Json.of("{'status':'Accepted'}"));
    done("the start", order);
    assertThat(request.get("evseId").asInt()).isEqualTo(EVSE);
    assertThat(request.get("idToken")).isEqualTo(Json.of("{%s}", idToken(VALID)).get("idToken"));
    JsonNode profile = request.get("chargingProfile");
    assertThat(profile.get("chargingProfilePurpose").asText()).isEqualTo("TxProfile");
    assertThat(profile.get("chargingProfileKind").asText()).isEqualTo("Relative");
    assertThat(profile.has("transactionId")).isFalse();
    assertThat(profile.at("/chargingSchedule/0").has("startSchedule")).isFalse();
    assertThat(firstPeriod(profile).get("limit").decimalValue()).isEqualByComparingTo("6");
    CaseTransaction transaction = transaction();
    accepted(
        transaction
            .event(
                "Started",
                "RemoteStart",
                ",'remoteStartId':%d".formatted(request.get("remoteStartId").asInt()),
                "," + idToken(VALID) + transaction.evse())
            .get("idTokenInfo"));
    assertThat(transaction.seen().get("remoteStartId")).isEqualTo(request.get("remoteStartId"));
  }

  @Test
  void TC_K_43_getCompositeScheduleOfAnEvse() {
    compositeSchedule(EVSE);
  }

  @Test
  void TC_K_44_getCompositeScheduleOfTheStation() {
    compositeSchedule(0);
  }

  /** The operator asks for the schedule, and reads the limits that the station tells. */
  private void compositeSchedule(int evseId) {
    Ordered ordered =
        order(
            "/chargers/" + id + "/composite-schedule",
            Json.of("{'evseId':%d,'durationS':300,'chargingRateUnit':'A'}", evseId),
            "GetCompositeSchedule",
            Json.of(
                "{'status':'Accepted','schedule':{'evseId':%d,'duration':300,'scheduleStart':'%s','chargingRateUnit':'A','chargingSchedulePeriod':[{'startPeriod':0,'limit':16},{'startPeriod':60,'limit':6}]}}",
                evseId, time(now())));
    assertThat(ordered.request())
        .isEqualTo(Json.of("{'duration':300,'chargingRateUnit':'A','evseId':%d}", evseId));
    assertThat(ordered.result().get("evseId").asInt()).isEqualTo(evseId);
    assertThat(ordered.result().get("chargingRateUnit").asText()).isEqualTo("A");
    assertThat(ordered.result().get("points"))
        .extracting(point -> point.get("limit").asInt())
        .containsExactly(16, 6, 6);
    seen.assertAnswered("GetCompositeSchedule", "Accepted");
  }

  @Test
  void TC_K_48_limitedByAnother() {
    limitedByAnother();
  }

  private void limitedByAnother() {
    station.call(
        "NotifyChargingLimit",
        "{'evseId':%d,'chargingLimit':{'chargingLimitSource':'EMS'},'chargingSchedule':[{'id':1,'chargingRateUnit':'A','chargingSchedulePeriod':[{'startPeriod':0,'limit':6}]}]}",
        EVSE);
    assertThat(limitsOfOthers()).containsExactly("EMS");
  }

  private void otherLimitIsGone() {
    station.call("ClearedChargingLimit", "{'chargingLimitSource':'EMS','evseId':%d}", EVSE);
    assertThat(limitsOfOthers()).isEmpty();
  }

  /** Who else limits the station, as the operator sees it. */
  private Iterable<String> limitsOfOthers() {
    return operator
        .get("/chargers/" + id + "/holdings?kind=ChargingLimit")
        .findValuesAsText("chargingLimitSource");
  }

  @Test
  void TC_K_50_limitOfAnotherIsGone() {
    limitedByAnother();
    otherLimitIsGone();
  }

  @Test
  void TC_K_51_limitOfAnotherIsGoneWhileCharging() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    limitedByAnother();
    otherLimitIsGone();
    transaction.updated("ChargingRateChanged", "Charging", "");
    transaction.assertRunning();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Relative", "Absolute"})
  void TC_K_60_setTxProfileWhileCharging(String kind) {
    CaseTransaction transaction = transaction().energyTransferStarted();
    JsonNode request;
    if (kind.equals("Absolute")) {
      request = limit("{'transactionId':%d,'limit':6,'unit':'A'}", transaction.number());
      startsNow(request.get("chargingProfile"), kind);
    } else {
      String profile = relative(1, ",'transactionId':'%s'".formatted(transaction.id()), "6");
      setProfile(EVSE, profile, "Accepted");
      request = Json.of("{'evseId':%d,'chargingProfile':%s}", EVSE, profile);
    }
    JsonNode profile = request.get("chargingProfile");
    assertThat(request.get("evseId").asInt()).isEqualTo(EVSE);
    assertThat(profile.get("chargingProfilePurpose").asText()).isEqualTo("TxProfile");
    assertThat(profile.get("transactionId").asText()).isEqualTo(transaction.id());
    assertThat(firstPeriod(profile).get("limit").decimalValue()).isEqualByComparingTo("6");
    assertThat(seen.profiles()).containsExactly(profile.get("id").asInt());
  }

  @Test
  void TC_K_70_twoProfiles() {
    transaction().energyTransferStarted();
    JsonNode ofTheEvse = limit("{'evseId':%d,'limit':6,'unit':'A'}", EVSE).get("chargingProfile");
    JsonNode ofTheStation = limit("{'limit':16,'unit':'A'}").get("chargingProfile");
    assertThat(ofTheEvse.get("chargingProfilePurpose").asText()).isEqualTo("TxDefaultProfile");
    startsNow(ofTheEvse, "Absolute");
    assertThat(ofTheStation.get("chargingProfilePurpose").asText())
        .isEqualTo("ChargingStationMaxProfile");
    startsNow(ofTheStation, "Absolute");
    assertThat(seen.profiles())
        .containsExactlyInAnyOrder(ofTheEvse.get("id").asInt(), ofTheStation.get("id").asInt())
        .doesNotHaveDuplicates();
  }
}
