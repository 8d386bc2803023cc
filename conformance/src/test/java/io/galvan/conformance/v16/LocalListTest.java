package io.galvan.conformance.v16;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import org.junit.jupiter.api.Test;

@OverEveryTransport
class LocalListTest extends Suite16 {
  private static final JsonNode FULL =
      Json.of(
          "{'listVersion':1,'updateType':'Full','localAuthorizationList':[{'idTag':'%s','idTagInfo':{'parentIdTag':'%s','status':'Accepted'}},{'idTag':'%s','idTagInfo':{'status':'Blocked'}}]}",
          VALID, PARENT, BLOCKED);

  private void listVersion(int version) {
    sends("GetLocalListVersion", Json.of("{}"), Json.of("{'listVersion':%d}", version));
    assertThat(seen.of("/local-list").get("reportedVersion").asInt()).isEqualTo(version);
  }

  /** What the operator sees of the list. */
  private JsonNode assertList(String state) {
    JsonNode list = seen.of("/local-list");
    assertThat(list.get("state").asText()).isEqualTo(state);
    return list;
  }

  /** The station answers a full list so that it does not take it. */
  private void refusesList(String status, String state) {
    sends("SendLocalList", FULL, status);
    JsonNode list = assertList(state);
    assertThat(list.get("lastStatus").asText()).isEqualTo(status);
    assertThat(list.path("entries").asInt()).isZero();
    assertThat(list.path("version").asInt()).isNotEqualTo(1);
  }

  private void assertHolds(int version, int entries, String updateType) {
    JsonNode list = seen.of("/local-list");
    assertThat(list.get("version").asInt()).isEqualTo(version);
    assertThat(list.get("entries").asInt()).isEqualTo(entries);
    assertThat(list.get("lastUpdateType").asText()).isEqualTo(updateType);
    assertThat(list.get("lastStatus").asText()).isEqualTo("Accepted");
  }

  @Test
  void TC_042_1_listVersionNotSupported() {
    listVersion(-1);
    assertList("NotSupported");
  }

  @Test
  void TC_042_2_listVersionEmpty() {
    listVersion(0);
    assertThat(seen.of("/local-list").get("entries").asInt()).isZero();
  }

  @Test
  void TC_043_1_sendListNotSupported() {
    refusesList("NotSupported", "NotSupported");
  }

  @Test
  void TC_043_3_sendListFailed() {
    refusesList("Failed", "Failed");
  }

  @Test
  void TC_043_4_sendFullList() {
    JsonNode request = sends("SendLocalList", FULL, "Accepted");
    assertThat(request.get("localAuthorizationList"))
        .allSatisfy(entry -> assertThat(entry.get("idTagInfo")).isNotNull());
    assertHolds(1, 2, "Full");
  }

  @Test
  void TC_043_5_sendDifferentialList() {
    sends("SendLocalList", FULL, "Accepted");
    listVersion(1);
    JsonNode request =
        sends(
            "SendLocalList",
            Json.of(
                "{'listVersion':2,'updateType':'Differential','localAuthorizationList':[{'idTag':'%s','idTagInfo':{'parentIdTag':'%s','status':'Accepted'}}]}",
                SAME_PARENT, PARENT),
            "Accepted");
    assertThat(request.get("listVersion").asInt()).isGreaterThan(1);
    assertThat(request.get("localAuthorizationList")).hasSize(1);
    assertHolds(2, 3, "Differential");
  }
}
