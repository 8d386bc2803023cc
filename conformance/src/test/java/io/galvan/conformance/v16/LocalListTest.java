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
    JsonNode request =
        command("GetLocalListVersion", Json.of("{}"), Json.of("{'listVersion':%d}", version));
    assertThat(request).isEqualTo(Json.of("{}"));
  }

  @Test
  void TC_042_1_listVersionNotSupported() {
    listVersion(-1);
  }

  @Test
  void TC_042_2_listVersionEmpty() {
    listVersion(0);
  }

  @Test
  void TC_043_1_sendListNotSupported() {
    sends("SendLocalList", FULL, "NotSupported");
  }

  @Test
  void TC_043_3_sendListFailed() {
    sends("SendLocalList", FULL, "Failed");
  }

  @Test
  void TC_043_4_sendFullList() {
    JsonNode request = sends("SendLocalList", FULL, "Accepted");
    assertThat(request.get("localAuthorizationList"))
        .allSatisfy(entry -> assertThat(entry.get("idTagInfo")).isNotNull());
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
  }
}
