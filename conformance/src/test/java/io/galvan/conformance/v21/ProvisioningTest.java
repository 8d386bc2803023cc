package io.galvan.conformance.v21;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.v2.CaseTransaction;
import io.galvan.conformance.v2.VariableSuite;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** B, provisioning: what 2.1 adds. */
@OverEveryTransport
class ProvisioningTest extends VariableSuite {
  private static final String PASSWORD = "profile-password-1";
  private static final String OLD_PASSWORD = "first-password-1";
  private static final int SLOT = 3;

  private JsonNode profile() {
    return Json.of(
        "{'configurationSlot':%d,'connectionData':{'ocppVersion':'OCPP21','ocppTransport':'JSON','ocppCsmsUrl':'wss://csms.example/ocpp','messageTimeout':30,'securityProfile':2,'ocppInterface':'Wireless0','identity':'%s','basicAuthPassword':'%s'}}",
        SLOT, id, PASSWORD);
  }

  @Test
  void TC_B_100_setNetworkProfileWithIdentityAndPassword() {
    confirmUnprovenSecrets();
    sends("SetNetworkProfile", profile(), "Accepted");
    JsonNode stored = operator.get("/chargers/" + id + "/network-profiles").get("items");
    assertThat(stored).hasSize(1);
    assertThat(stored.at("/0/slot").asInt()).isEqualTo(SLOT);
    assertThat(stored.at("/0/profile/identity").asText()).isEqualTo(id);
    assertThat(stored.toString()).doesNotContain(PASSWORD);
    assertThat(operator.get("/chargers/" + id + "/commands").toString())
        .contains("SetNetworkProfile")
        .doesNotContain(PASSWORD);
  }

  /** The old password opens until the station came with that of the profile. */
  @Test
  void TC_B_100_stationComesWithTheProfile() {
    Assumptions.assumeTrue(way.transport().asksForPassword(), "the broker asks for the password");
    setPassword(OLD_PASSWORD);
    reconnectForCommands(bytes(OLD_PASSWORD));
    sends("SetNetworkProfile", profile(), "Accepted");
    reconnect(bytes(OLD_PASSWORD));
    reconnect(bytes(PASSWORD));
    boot("PowerUp");
    refusesCredentials(bytes(OLD_PASSWORD));
    reconnect(bytes(PASSWORD));
  }

  /** The station has no password, so an operator must allow that one is sent to it. */
  private void confirmUnprovenSecrets() {
    operator.post("/chargers/" + id + "/unproven-secrets", Json.of("{}"));
  }

  private static byte[] bytes(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }

  /** The operator orders the reset; the station takes its transactions with it. */
  private void resetsAndResumes() {
    Ordered reset =
        order(
            "/chargers/" + id + "/reset",
            Json.of("{'type':'immediateAndResume'}"),
            "Reset",
            Json.of("{'status':'Accepted'}"));
    assertThat(reset.request()).isEqualTo(Json.of("{'type':'ImmediateAndResume'}"));
  }

  private void reboots() {
    reconnect();
    boot("RemoteReset");
    station.call(
        "SecurityEventNotification", "{'type':'ResetOrReboot','timestamp':'%s'}", timestamp());
  }

  /** From the reset to the going on of the transaction, which runs all the while. */
  private void resumes(CaseTransaction transaction) {
    resetsAndResumes();
    transaction.updated("ResetCommand", "EVConnected", "");
    transaction.assertRunning();
    reboots();
    status(OTHER_EVSE, "Available");
    status(EVSE, "Occupied");
    transaction.assertRunning();
    transaction.updated("TxResumed", "Charging", "");
    transaction.assertRunning();
  }

  @Test
  void TC_B_103_resetAndResumeWhileCharging() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    resumes(transaction);
    transaction.stopAuthorizedBy(VALID).chargingEnds().unplugs();
  }

  @Test
  void TC_B_104_resetAndResumeWithoutTransaction() {
    resetsAndResumes();
    reboots();
    statuses("Available");
  }

  private static String ofSlot(String variable) {
    return "NetworkConfiguration[%d].%s".formatted(SLOT, variable);
  }

  @Test
  void TC_B_105_networkProfileByVariables() {
    confirmUnprovenSecrets();
    // So many are set at once only when the station is known to take them.
    reads(Map.of("DeviceDataCtrlr.ItemsPerMessage[SetVariables]", "20"));
    Map<String, String> profile = new LinkedHashMap<>();
    profile.put(ofSlot("OcppVersion"), "OCPP21");
    profile.put(ofSlot("OcppTransport"), "JSON");
    profile.put(ofSlot("OcppCsmsUrl"), "wss://csms.example/ocpp");
    profile.put(ofSlot("MessageTimeout"), "30");
    profile.put(ofSlot("SecurityProfile"), "2");
    profile.put(ofSlot("OcppInterface"), "Wireless0");
    profile.put(ofSlot("Identity"), id);
    profile.put(ofSlot("BasicAuthPassword"), PASSWORD);
    profile.put(ofSlot("ApnEnabled"), "true");
    profile.put(ofSlot("Apn"), "internet.example");
    profile.put(ofSlot("ApnUserName"), "user");
    profile.put(ofSlot("ApnPassword"), "apn-password");
    profile.put(ofSlot("ApnAuthentication"), "AUTO");
    profile.put(ofSlot("VpnEnabled"), "false");
    sets(profile, "Accepted");
    assertThat(seen(ofSlot("SecurityProfile"))).isEqualTo("2");
    assertThat(seen(ofSlot("Identity"))).isEqualTo(id);
    assertThat(operator.get("/chargers/" + id + "/variables").toString())
        .contains("BasicAuthPassword")
        .doesNotContain(PASSWORD)
        .doesNotContain("apn-password");
  }

  @Test
  void TC_B_116_profileIsRestoredAfterResetAndResume() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    JsonNode profile =
        sends(
            "SetChargingProfile",
            Json.of(
                "{'evseId':%d,'chargingProfile':{'id':116,'stackLevel':1,'chargingProfilePurpose':'TxProfile','chargingProfileKind':'Absolute','transactionId':'%s','chargingSchedule':[{'id':1,'startSchedule':'%s','duration':3600,'chargingRateUnit':'A','chargingSchedulePeriod':[{'startPeriod':0,'limit':8,'numberPhases':3},{'startPeriod':900,'limit':6,'numberPhases':3}]}]}}",
                EVSE, transaction.id(), time(now())),
            "Accepted");
    resumes(transaction);
    assertThat(station.expect("SetChargingProfile")).isEqualTo(profile);
    station.answer(Json.of("{'status':'Accepted'}"));
  }
}
