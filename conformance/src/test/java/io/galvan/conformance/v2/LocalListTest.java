package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** D, local authorization list. */
@OverEveryTransport
class LocalListTest extends Suite2 {
  /** So many entries go in one update unless the station says otherwise. */
  private static final int IN_UPDATE = 250;

  private int version;

  private void tellsVersion(int number) {
    assertThat(
            command("GetLocalListVersion", Json.object(), Json.of("{'versionNumber':%d}", number)))
        .isEqualTo(Json.object());
  }

  /**
   * The operator has the list brought up to date; the station tells its version and takes what is
   * sent, in as many updates as it needs.
   */
  private List<JsonNode> sync(String updateType) {
    CompletableFuture<JsonNode> sync =
        operator.later(
            () ->
                operator.post(
                    "/chargers/" + id + "/local-list/sync",
                    Json.of("{'updateType':'%s'}", updateType)));
    assertThat(expect("GetLocalListVersion", sync)).isEqualTo(Json.object());
    station.answer(Json.of("{'versionNumber':%d}", version));
    List<JsonNode> entries = new ArrayList<>();
    JsonNode update;
    do {
      update = expect("SendLocalList", sync);
      assertThat(update.get("updateType").asText())
          .isEqualTo(entries.isEmpty() ? updateType : "Differential");
      assertThat(update.get("versionNumber").asInt()).isGreaterThan(version);
      version = update.get("versionNumber").asInt();
      update.get("localAuthorizationList").forEach(entries::add);
      station.answer(Json.of("{'status':'Accepted'}"));
    } while (update.get("localAuthorizationList").size() == IN_UPDATE);
    JsonNode list = done("the list", sync);
    assertThat(list.get("state").asText()).isEqualTo("InSync");
    assertThat(list.get("version").asInt()).isEqualTo(version);
    return entries;
  }

  private String newToken() {
    String token = "LIST-" + id;
    operator.post("/tokens", Json.of("{'idToken':'%s','type':'ISO14443','blocked':false}", token));
    return token;
  }

  private static JsonNode entryOf(String token, List<JsonNode> entries) {
    return entries.stream()
        .filter(entry -> entry.at("/idToken/idToken").asText().equalsIgnoreCase(token))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no entry of " + token + " in " + entries));
  }

  @Test
  void TC_D_01_full() {
    String token = newToken();
    List<JsonNode> entries = sync("Full");
    assertThat(entries).allSatisfy(entry -> assertThat(entry.get("idTokenInfo")).isNotNull());
    accepted(entryOf(token, entries).get("idTokenInfo"));
    assertThat(entryOf(BLOCKED, entries).at("/idTokenInfo/status").asText()).isEqualTo("Blocked");
  }

  @Test
  void TC_D_02_differential() {
    sync("Full");
    String token = newToken();
    List<JsonNode> entries = sync("Differential");
    accepted(entryOf(token, entries).get("idTokenInfo"));
    operator.delete("/tokens/" + token);
  }

  @Test
  void TC_D_03_differentialRemoval() {
    String token = newToken();
    sync("Full");
    operator.delete("/tokens/" + token);
    List<JsonNode> entries = sync("Differential");
    assertThat(entries).hasSize(1);
    assertThat(entryOf(token, entries).get("idTokenInfo")).isNull();
  }

  @Test
  void TC_D_04_fullEmpty() {
    sends("SendLocalList", Json.of("{'versionNumber':1,'updateType':'Full'}"), "Accepted");
    JsonNode list = operator.get("/chargers/" + id + "/local-list");
    assertThat(list.get("version").asInt()).isEqualTo(1);
    assertThat(list.get("entries").asInt()).isZero();
  }

  @Test
  void TC_D_08_version() {
    tellsVersion(7);
    assertThat(operator.get("/chargers/" + id + "/local-list").get("reportedVersion").asInt())
        .isEqualTo(7);
  }

  @Test
  void TC_D_09_noList() {
    tellsVersion(0);
    assertThat(operator.get("/chargers/" + id + "/local-list").get("reportedVersion").asInt())
        .isZero();
  }
}
