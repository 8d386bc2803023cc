package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import org.junit.jupiter.api.Test;

/** K, smart charging: the station reports the profiles that it holds. */
@OverEveryTransport
class ChargingProfileReportTest extends Suite2 {
  private static final int REQUEST_ID = 4_711;
  private static final String PURPOSE = "'chargingProfilePurpose':'TxDefaultProfile'";

  /**
   * @param evse the member evseId with a comma before it, or nothing
   */
  private void ask(String evse, String criteria) {
    sends(
        "GetChargingProfiles",
        Json.of("{'requestId':%d%s,'chargingProfile':{%s}}", REQUEST_ID, evse, criteria),
        "Accepted");
  }

  private static String at(int evseId) {
    return ",'evseId':" + evseId;
  }

  private void report(int evseId, int profileId) {
    report(evseId, "CSO", "TxDefaultProfile", profileId, false);
  }

  private void report(int evseId, String source, String purpose, int profileId, boolean more) {
    station.call(
        "ReportChargingProfiles",
        "{'requestId':%d,'chargingLimitSource':'%s','evseId':%d,'tbc':%b,'chargingProfile':[{'id':%d,'stackLevel':1,'chargingProfilePurpose':'%s','chargingProfileKind':'Absolute','chargingSchedule':[{'id':1,'startSchedule':'%s','chargingRateUnit':'A','chargingSchedulePeriod':[{'startPeriod':0,'limit':6}]}]}]}",
        REQUEST_ID,
        source,
        evseId,
        more,
        profileId,
        purpose,
        timestamp());
  }

  /** The operator sees just these profiles, each as its id at its EVSE. */
  private void assertHeld(String... profiles) {
    JsonNode held = operator.get("/chargers/" + id + "/charging-profiles").get("items");
    assertThat(held)
        .extracting(one -> one.get("profileId").asInt() + "@" + one.get("evseId").asInt())
        .containsExactlyInAnyOrder(profiles);
  }

  @Test
  void TC_K_05_clearAReportedProfile() {
    ask(at(EVSE), PURPOSE);
    report(EVSE, 11);
    assertHeld("11@1");
    sends("ClearChargingProfile", Json.of("{'chargingProfileId':11}"), "Accepted");
    assertHeld();
  }

  @Test
  void TC_K_29_profilesOfTheStation() {
    transaction().energyTransferStarted();
    ask(at(0), "'chargingProfilePurpose':'ChargingStationMaxProfile'");
    report(0, "CSO", "ChargingStationMaxProfile", 12, false);
    assertHeld("12@0");
  }

  @Test
  void TC_K_30_profilesOfAnEvse() {
    transaction().energyTransferStarted();
    ask(at(EVSE), PURPOSE);
    report(EVSE, 13);
    assertHeld("13@1");
  }

  @Test
  void TC_K_31_profilesOfAll() {
    transaction().energyTransferStarted();
    ask("", PURPOSE);
    report(EVSE, "CSO", "TxDefaultProfile", 14, true);
    report(OTHER_EVSE, "CSO", "TxDefaultProfile", 15, false);
    assertHeld("14@1", "15@2");
  }

  @Test
  void TC_K_32_profileByItsId() {
    transaction().energyTransferStarted();
    ask("", "'chargingProfileId':[16]");
    report(EVSE, 16);
    assertHeld("16@1");
  }

  @Test
  void TC_K_33_profilesOfALevel() {
    transaction().energyTransferStarted();
    ask(at(EVSE), "'stackLevel':1");
    report(EVSE, 17);
    assertHeld("17@1");
  }

  @Test
  void TC_K_34_profilesOfASource() {
    transaction().energyTransferStarted();
    ask(at(EVSE), "'chargingLimitSource':['CSO']");
    report(EVSE, 18);
    assertHeld("18@1");
  }

  @Test
  void TC_K_35_profilesOfAPurpose() {
    transaction().energyTransferStarted();
    ask(at(EVSE), PURPOSE);
    report(EVSE, 19);
    // Asked again, the station has another one instead.
    ask(at(EVSE), PURPOSE);
    report(EVSE, 20);
    assertHeld("20@1");
  }

  @Test
  void TC_K_36_profilesOfAPurposeAndLevel() {
    transaction().energyTransferStarted();
    ask(at(EVSE), PURPOSE + ",'stackLevel':1");
    report(EVSE, 21);
    assertHeld("21@1");
  }

  @Test
  void TC_K_52_profilesOfOthers() {
    ask(at(EVSE), "'chargingProfilePurpose':'ChargingStationExternalConstraints'");
    report(EVSE, "EMS", "ChargingStationExternalConstraints", 22, false);
    assertHeld("22@1");
    assertThat(operator.get("/chargers/" + id + "/charging-profiles").at("/items/0/source"))
        .isEqualTo(Json.parse("\"EMS\""));
  }
}
