package io.galvan.conformance.v16;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@OverEveryTransport
class SmartChargingTest extends Suite16 {
  private static final int STACK_LEVEL = 1;

  private static String absolute(int profileId, String purpose, String more) {
    return absolute(profileId, purpose, more, "A", "6.0");
  }

  private static String absolute(
      int profileId, String purpose, String more, String unit, String limit) {
    return """
        {'chargingProfileId':%d%s,'stackLevel':%d,'chargingProfilePurpose':'%s',
         'chargingProfileKind':'Absolute','validFrom':'%s','validTo':'%s',
         'chargingSchedule':{'duration':300,'startSchedule':'%s','chargingRateUnit':'%s',
           'chargingSchedulePeriod':[{'startPeriod':0,'limit':%s,'numberPhases':3}]}}"""
        .formatted(
            profileId,
            more,
            STACK_LEVEL,
            purpose,
            time(now()),
            time(now().plus(Duration.ofHours(1))),
            time(now()),
            unit,
            limit);
  }

  private static String relative(int profileId, String more) {
    return """
        {'chargingProfileId':%d%s,'stackLevel':%d,'chargingProfilePurpose':'TxProfile',
         'chargingProfileKind':'Relative',
         'chargingSchedule':{'duration':300,'chargingRateUnit':'A',
           'chargingSchedulePeriod':[{'startPeriod':0,'limit':6.0}]}}"""
        .formatted(profileId, more, STACK_LEVEL);
  }

  private static String transaction(long transactionId) {
    return ",'transactionId':" + transactionId;
  }

  private JsonNode setProfile(int connectorId, String profile) {
    JsonNode onTheWire =
        sends(
                "SetChargingProfile",
                Json.of("{'connectorId':%d,'csChargingProfiles':%s}", connectorId, profile),
                "Accepted")
            .get("csChargingProfiles");
    assertThat(seen.profiles()).contains(onTheWire.get("chargingProfileId").asInt());
    return onTheWire;
  }

  private void clear(String criteria, String status) {
    sends("ClearChargingProfile", Json.of(criteria), status);
  }

  @ParameterizedTest
  @CsvSource({"A, 6.0", "W, 6000.0"})
  void TC_056_setTxDefaultProfile(String unit, String limit) {
    JsonNode profile = setProfile(CONNECTOR, absolute(1, "TxDefaultProfile", "", unit, limit));
    assertThat(profile.at("/chargingSchedule/chargingSchedulePeriod/0/limit").decimalValue())
        .isEqualByComparingTo(limit);
    assertThat(profile.has("transactionId")).isFalse();
    assertThat(profile.has("recurrencyKind")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Absolute", "Relative"})
  void TC_057_setTxProfile(String kind) {
    long transactionId = charging();
    JsonNode profile =
        setProfile(
            CONNECTOR,
            kind.equals("Absolute")
                ? absolute(1, "TxProfile", transaction(transactionId))
                : relative(1, transaction(transactionId)));
    assertThat(profile.get("transactionId").asLong()).isEqualTo(transactionId);
    assertThat(profile.has("recurrencyKind")).isFalse();
    assertThat(profile.get("chargingSchedule").has("startSchedule"))
        .isEqualTo(kind.equals("Absolute"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Absolute", "Relative"})
  void TC_059_remoteStartWithProfile(String kind) {
    JsonNode request =
        sends(
            "RemoteStartTransaction",
            Json.of(
                "{'connectorId':%d,'idTag':'%s','chargingProfile':%s}",
                CONNECTOR,
                VALID,
                kind.equals("Absolute") ? absolute(1, "TxProfile", "") : relative(1, "")),
            "Accepted");
    assertThat(request.get("chargingProfile").has("transactionId")).isFalse();
    authorized();
    status(CONNECTOR, "Preparing");
    long transactionId = start();
    status(CONNECTOR, "Charging");
    seen.assertOutcome("RemoteStartTransaction", "Started", transactionId);
  }

  @Test
  void TC_066_getCompositeSchedule() {
    JsonNode request =
        Json.of("{'connectorId':%d,'duration':300,'chargingRateUnit':'A'}", CONNECTOR);
    JsonNode onTheWire =
        command(
            "GetCompositeSchedule",
            request,
            Json.of(
                "{'status':'Accepted','connectorId':%d,'scheduleStart':'%s','chargingSchedule':{'duration':300,'startSchedule':'%s','chargingRateUnit':'A','chargingSchedulePeriod':[{'startPeriod':0,'limit':6.0}]}}",
                CONNECTOR, time(now()), time(now())));
    assertThat(onTheWire).isEqualTo(request);
  }

  @Test
  void TC_067_clearChargingProfiles() {
    long transactionId = charging();
    setProfile(0, absolute(1, "ChargePointMaxProfile", ""));
    setProfile(CONNECTOR, absolute(2, "TxDefaultProfile", ""));
    setProfile(CONNECTOR, absolute(3, "TxProfile", transaction(transactionId)));
    assertThat(seen.profiles()).containsExactlyInAnyOrder(1, 2, 3);
    clear("{'id':1}", "Accepted");
    assertThat(seen.profiles()).containsExactlyInAnyOrder(2, 3);
    clear(
        "{'connectorId':1,'chargingProfilePurpose':'TxDefaultProfile','stackLevel':1}", "Accepted");
    assertThat(seen.profiles()).containsExactly(3);
    clear("{}", "Accepted");
    assertThat(seen.profiles()).isEmpty();
  }
}
