package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import org.junit.jupiter.api.Test;

/** C, authorization. */
@OverEveryTransport
class AuthorizationTest extends Suite2 {
  /** What the stations are told as their MasterPassGroupId. */
  private static final String MASTER_GROUP = "MASTER-GROUP";

  private static void refused(JsonNode idTokenInfo, String... as) {
    assertThat(idTokenInfo.get("status").asText()).isIn((Object[]) as);
  }

  private static void acceptedOf(String group, JsonNode idTokenInfo) {
    accepted(idTokenInfo);
    assertThat(idTokenInfo.at("/groupIdToken/idToken").asText()).isEqualTo(group);
  }

  /** The verdict that comes with an event which shows this token. */
  private static JsonNode shown(CaseTransaction transaction, String trigger, String token) {
    return transaction.updated(trigger, null, "," + idToken(token)).get("idTokenInfo");
  }

  private String masterPass() {
    String token = "MASTER-" + id;
    operator.post(
        "/tokens",
        Json.of("{'idToken':'%s','groupIdToken':'%s','blocked':false}", token, MASTER_GROUP));
    return token;
  }

  private static void endedBy(String masterPass, CaseTransaction transaction) {
    JsonNode answer =
        transaction.ended("StopAuthorized", "EVConnected", "MasterPass", "," + idToken(masterPass));
    acceptedOf(MASTER_GROUP, answer.get("idTokenInfo"));
    transaction.assertEnded("MasterPass");
  }

  @Test
  void TC_C_02_unknownToken() {
    refused(authorize(UNKNOWN), "Invalid", "Unknown");
  }

  @Test
  void TC_C_06_blockedToken() {
    refused(authorize(BLOCKED), "Blocked", "Invalid");
  }

  @Test
  void TC_C_07_expiredToken() {
    refused(authorize(EXPIRED), "Expired", "Invalid");
  }

  @Test
  void TC_C_08_tokenInTheCache() {
    CaseTransaction transaction = transaction().evConnectedPreSession();
    accepted(shown(transaction, "Authorized", VALID));
    assertThat(transaction.seen().get("idToken").asText()).isEqualTo(VALID);
  }

  @Test
  void TC_C_20_tokenInTheCacheThatIsNotAccepted() {
    CaseTransaction transaction = transaction().evConnectedPreSession();
    refused(shown(transaction, "Authorized", UNKNOWN), "Invalid", "Unknown");
  }

  @Test
  void TC_C_37_clearCache() {
    sends("ClearCache", Json.object(), "Accepted");
    seen.assertAnswered("ClearCache", "Accepted");
  }

  @Test
  void TC_C_38_clearCacheRejected() {
    sends("ClearCache", Json.object(), "Rejected");
    seen.assertAnswered("ClearCache", "Rejected");
  }

  @Test
  void TC_C_39_stopByTheGroup() {
    CaseTransaction transaction = transaction().evConnectedPreSession();
    acceptedOf(GROUP, authorize(SAME_GROUP));
    acceptedOf(GROUP, shown(transaction, "Authorized", VALID));
    transaction.updated("ChargingStateChanged", "Charging", "");
    acceptedOf(GROUP, authorize(SAME_GROUP));
    acceptedOf(GROUP, shown(transaction, "StopAuthorized", SAME_GROUP));
    transaction.chargingEnds().unplugs();
  }

  /** The station has both tokens in its list. */
  private CaseTransaction startsByTheList() {
    String info =
        "'idTokenInfo':{'status':'Accepted','groupIdToken':{'idToken':'%s','type':'ISO14443'}}"
            .formatted(GROUP);
    sends(
        "SendLocalList",
        Json.of(
            "{'versionNumber':1,'updateType':'Full','localAuthorizationList':[{%s,%s},{%s,%s}]}",
            idToken(VALID), info, idToken(SAME_GROUP), info),
        "Accepted");
    JsonNode list = seen.of("/local-list");
    assertThat(list.get("version").asInt()).isEqualTo(1);
    assertThat(list.get("entries").asInt()).isEqualTo(2);
    CaseTransaction transaction = transaction().evConnectedPreSession();
    acceptedOf(GROUP, shown(transaction, "Authorized", VALID));
    transaction.updated("ChargingStateChanged", "Charging", "");
    return transaction;
  }

  @Test
  void TC_C_40_stopByTheGroupOfTheLocalList() {
    CaseTransaction transaction = startsByTheList();
    acceptedOf(GROUP, shown(transaction, "StopAuthorized", SAME_GROUP));
    transaction.chargingEnds().unplugs();
  }

  @Test
  void TC_C_43_stopByTheGroupAfterAuthorize() {
    CaseTransaction transaction = startsByTheList();
    acceptedOf(GROUP, authorize(SAME_GROUP));
    acceptedOf(GROUP, shown(transaction, "StopAuthorized", SAME_GROUP));
    transaction.chargingEnds().unplugs();
  }

  @Test
  void TC_C_47_masterPassStopsAll() {
    CaseTransaction one = transaction(EVSE, VALID).energyTransferStarted();
    CaseTransaction other = transaction(OTHER_EVSE, SAME_GROUP).energyTransferStarted();
    String masterPass = masterPass();
    acceptedOf(MASTER_GROUP, authorize(masterPass));
    endedBy(masterPass, one);
    endedBy(masterPass, other);
  }

  @Test
  void TC_C_48_masterPassStopsOne() {
    CaseTransaction one = transaction(EVSE, VALID).energyTransferStarted();
    CaseTransaction other = transaction(OTHER_EVSE, SAME_GROUP).energyTransferStarted();
    String masterPass = masterPass();
    acceptedOf(MASTER_GROUP, authorize(masterPass));
    endedBy(masterPass, one);
    other.assertRunning();
  }

  @Test
  void TC_C_49_masterPassAtAStationWithoutUi() {
    TC_C_47_masterPassStopsAll();
  }
}
