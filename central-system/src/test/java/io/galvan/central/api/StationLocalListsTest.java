package io.galvan.central.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Local lists, brought to the stored tokens. */
class StationLocalListsTest extends StationPlansFixture {
  private void idToken(String id, boolean blocked) {
    ask("POST", "/tokens", Map.of("idToken", id, "blocked", blocked), 201);
  }

  private static String version(int version) {
    return "{\"listVersion\":" + version + "}";
  }

  private JsonNode sync(String charger, @Nullable String type) {
    return post(
        "/chargers/" + charger + "/local-list/sync",
        type == null ? Map.of() : Map.of("updateType", type));
  }

  private List<String> actions() {
    return sent.stream()
        .map(
            request ->
                request.action().equals("SendLocalList")
                    ? payload(request).get("updateType").asText()
                    : request.action())
        .toList();
  }

  /** TC_042, TC_043. */
  @Test
  void shouldBringALocalListToTheStoredTokens() {
    String charger = charger("CP-L");
    assertThat(get("/chargers/" + charger + "/local-list").get("state").asText())
        .isEqualTo("Unknown");
    idToken("LIST-1", false);
    idToken("LIST-2", true);
    willAnswer(version(0), ACCEPTED);
    JsonNode first = sync(charger, null);
    assertThat(first.get("state").asText()).isEqualTo("InSync");
    assertThat(first.get("version").asInt()).isEqualTo(1);
    assertThat(actions()).containsExactly("GetLocalListVersion", "Full");
    assertThat(payload(sent.get(1)).toString())
        .contains("{\"idTag\":\"LIST-2\",\"idTagInfo\":{\"status\":\"Blocked\"}}");
    idToken("LIST-3", false);
    sent.clear();
    willAnswer(version(1), ACCEPTED, version(2));
    assertThat(sync(charger, "Differential").get("state").asText()).isEqualTo("InSync");
    assertThat(actions()).containsExactly("GetLocalListVersion", "Differential");
    assertThat(payload(sent.get(1)).get("localAuthorizationList")).hasSize(1);
    assertThat(payload(sent.get(1)).get("listVersion").asInt()).isEqualTo(2);
    assertThat(sync(charger, null).get("version").asInt()).isEqualTo(2);
    assertThat(sent).as("nothing to send").hasSize(3);
  }

  @Test
  void shouldSendTheWholeListOnceWhenAnUpdateWasNotTaken() {
    for (String refusal : List.of("VersionMismatch", "Failed")) {
      String charger = charger("CP-L");
      idToken("A-" + refusal, false);
      willAnswer(version(0), ACCEPTED);
      sync(charger, null);
      idToken("B-" + refusal, false);
      sent.clear();
      willAnswer(version(1), "{\"status\":\"" + refusal + "\"}", ACCEPTED);
      assertThat(sync(charger, null).get("state").asText()).isEqualTo("InSync");
      assertThat(actions()).containsExactly("GetLocalListVersion", "Differential", "Full");
      sent.clear();
      willAnswer(version(77), "{\"status\":\"VersionMismatch\"}", "{\"status\":\"Failed\"}");
      JsonNode failed = sync(charger, "Differential");
      assertThat(failed.get("state").asText()).isEqualTo("Failed");
      assertThat(failed.get("lastStatus").asText()).isEqualTo("Failed");
      assertThat(actions()).containsExactly("GetLocalListVersion", "Full", "Full");
    }
  }

  @Test
  void shouldNotSendAListToAStationThatHasNoneOrDoesNotAnswer() {
    String without = charger("CP-L");
    willAnswer(version(-1));
    assertThat(sync(without, "Full").get("state").asText()).isEqualTo("NotSupported");
    willAnswer("NotImplemented");
    assertThat(sync(charger("CP-L"), "Full").get("state").asText()).isEqualTo("NotSupported");
    assertThat(actions()).containsExactly("GetLocalListVersion", "GetLocalListVersion");
    willAnswer(NO_ANSWER);
    ask("POST", "/chargers/" + charger("CP-L") + "/local-list/sync", Map.of(), 504);
    ask("POST", "/chargers/" + charger("NOBODY-") + "/local-list/sync", Map.of(), 409);
    ask("POST", "/chargers/UNKNOWN/local-list/sync", Map.of(), 404);
    ask("GET", "/chargers/UNKNOWN/local-list", null, 404);
    assertThat(
            field(
                ask(
                    "POST",
                    "/chargers/" + without + "/local-list/sync",
                    Map.of("updateType", "Half"),
                    400)))
        .isEqualTo("/updateType");
  }
}
