package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.contract.transaction.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Charging profiles, their templates, and the schedule they come to. */
class StationChargingProfilesTest extends StationPlansFixture {
  private static Map<String, Object> template(String name, String purpose, String kind) {
    return Map.of(
        "name",
        name,
        "purpose",
        purpose,
        "kind",
        kind,
        "stackLevel",
        2,
        "durationS",
        600,
        "chargingRateUnit",
        "A",
        "periods",
        List.of(Map.of("startPeriod", 0, "limit", 6), Map.of("startPeriod", 60, "limit", 16.5)));
  }

  @Test
  void shouldKeepTemplatesOfChargingProfiles() {
    String path = "/charging-profile-templates";
    JsonNode made = ask("POST", path, template("T1", "TxProfile", "Relative"), 201);
    String one = path + "/" + made.get("id").asText();
    assertThat(get(one)).isEqualTo(made);
    assertThat(made.get("periods").get(1).get("limit").decimalValue()).isEqualByComparingTo("16.5");
    ask("POST", path, template("T1", "TxProfile", "Relative"), 409);
    JsonNode changed = ask("PUT", one, template("T1", "TxDefaultProfile", "Absolute"), 200);
    assertThat(changed.get("kind").asText()).isEqualTo("Absolute");
    assertThat(get(path + "?limit=1").get("items")).hasSize(1);
    assertThat(field(ask("POST", path, template("T2", "TxProfile", "Recurring"), 400)))
        .isEqualTo("recurrencyKind");
    assertThat(field(ask("POST", path, template("T2", "AnyProfile", "Relative"), 400)))
        .isEqualTo("/purpose");
    ask("DELETE", one, null, 204);
    ask("GET", one, null, 404);
    ask("DELETE", one, null, 404);
  }

  @Test
  void shouldSetAProfileFromATemplateAndForgetItWithItsTransaction() {
    String charger = charger("CP-P");
    String path = "/chargers/" + charger + "/charging-profiles";
    String template =
        ask("POST", "/charging-profile-templates", template("P1", "TxProfile", "Absolute"), 201)
            .get("id")
            .asText();
    Transactions.Start start =
        new Transactions.Start(charger, 1, "TAG", 0L, Clock.systemUTC().instant(), null);
    long transaction = await(bus.request(Transactions.START, start)).transactionId();
    willAnswer("{\"status\":\"Rejected\"}", ACCEPTED, "NotSupported", NO_ANSWER);
    Map<String, Object> body =
        Map.of("templateId", template, "connectorId", 1, "transactionId", transaction);
    assertThat(post(path, body).get("state").asText()).isEqualTo("Rejected");
    assertThat(get(path).get("items")).isEmpty();
    JsonNode command = post(path, body);
    assertThat(command.get("action").asText()).isEqualTo("SetChargingProfile");
    JsonNode profile = command.get("request").get("csChargingProfiles");
    assertThat(profile.get("transactionId").asLong()).isEqualTo(transaction);
    assertThat(profile.get("chargingSchedule").has("startSchedule")).isTrue();
    JsonNode held = get(path).get("items");
    assertThat(held).hasSize(1);
    assertThat(held.get(0).get("profileId")).isEqualTo(profile.get("chargingProfileId"));
    assertThat(held.get(0).get("profile").get("stackLevel").asInt()).isEqualTo(2);
    assertThat(post(path, body).get("errorCode").asText()).isEqualTo("NotSupported");
    ask("POST", path, body, 504);
    await(
        bus.request(
            Transactions.STOP,
            new Transactions.Stop(
                charger, transaction, 10L, Clock.systemUTC().instant(), "Local", null, List.of())));
    await().untilAsserted(() -> assertThat(get(path).get("items")).isEmpty());
    Map<String, Object> wrong = Map.of("templateId", template, "connectorId", 0);
    assertThat(field(ask("POST", path, wrong, 400))).isEqualTo("connectorId");
    ask("POST", path, Map.of("templateId", "none", "connectorId", 0), 404);
    ask("GET", "/chargers/UNKNOWN/charging-profiles", null, 404);
  }

  /** TC_066. */
  @Test
  void shouldGiveTheCompositeScheduleAsPoints() {
    String charger = charger("CP-P");
    String path = "/chargers/" + charger + "/composite-schedule";
    willAnswer(
        """
        {"status":"Accepted","connectorId":1,"scheduleStart":"2030-01-01T00:00:00Z","chargingSchedule":
        {"duration":1000,"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":300,"limit":16.5,"numberPhases":3},
        {"startPeriod":0,"limit":6},{"startPeriod":900,"limit":1}]}}
        """);
    JsonNode schedule =
        post(path, Map.of("connectorId", 1, "durationS", 600, "chargingRateUnit", "A"));
    assertThat(payload(sent.get(0)).get("duration").asInt()).isEqualTo(600);
    assertThat(schedule.get("status").asText()).isEqualTo("Accepted");
    assertThat(schedule.get("points").findValuesAsText("at"))
        .containsExactly("2030-01-01T00:00:00Z", "2030-01-01T00:05:00Z", "2030-01-01T00:10:00Z");
    assertThat(schedule.get("points").findValuesAsText("limit"))
        .containsExactly("6", "16.5", "16.5");
    willAnswer(
        """
        {"status":"Accepted","chargingSchedule":{"chargingRateUnit":"W","chargingSchedulePeriod":[{"startPeriod":0,"limit":6}]}}
        """,
        "{\"status\":\"Rejected\"}",
        "NotImplemented",
        NO_ANSWER);
    Map<String, Object> body = Map.of("connectorId", 0, "durationS", 60);
    JsonNode bare = post(path, body);
    Instant start = Instant.parse(bare.get("scheduleStart").asText());
    assertThat(bare.get("points").get(1).get("at").asText())
        .isEqualTo(start.plusSeconds(60).toString());
    JsonNode rejected = post(path, body);
    assertThat(rejected.get("status").asText()).isEqualTo("Rejected");
    assertThat(rejected.get("points")).isEmpty();
    assertThat(ask("POST", path, body, 409).get("detail").asText()).contains("NotImplemented");
    ask("POST", path, body, 504);
    assertThat(field(ask("POST", path, Map.of("connectorId", 0, "durationS", 0), 400)))
        .isEqualTo("durationS");
  }
}
