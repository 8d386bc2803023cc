package io.galvan.central.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.json.Mapper;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands that the standard says a central system SHALL NOT send, and those that are cut. */
class NonConformantCommandsTest extends NeutralFixture {
  private static final String ALL_THE_SAME = "?allowNonConformant=true";

  private static String profile16(String purpose, String more) {
    return "{\"chargingProfileId\":7,\"stackLevel\":0,\"chargingProfilePurpose\":\""
        + purpose
        + "\",\"chargingProfileKind\":\"Relative\","
        + more
        + "\"chargingSchedule\":{\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":16}]}}";
  }

  private static String profile2(String purpose, String more) {
    return "{\"id\":7,\"stackLevel\":0,\"chargingProfilePurpose\":\""
        + purpose
        + "\",\"chargingProfileKind\":\"Absolute\","
        + more
        + "\"chargingSchedule\":[{\"id\":1,\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":16}]}]}";
  }

  private static String transaction(String id) {
    return "\"transactionId\":" + id + ",";
  }

  private static String command(String action, String request) {
    return "{\"action\":\"" + action + "\",\"request\":" + request + "}";
  }

  private JsonNode post(Station station, String path, Object body) {
    return ask("POST", "/chargers/" + station.id + path, body).join();
  }

  /** Is refused by the clause, and sent where that is wanted. */
  private void assertRefused(Station station, String action, String request, String clause) {
    JsonNode problem = post(station, "/commands", command(action, request));
    assertThat(problem.path("status").asInt()).as(problem.toString()).isEqualTo(400);
    assertThat(problem.path("detail").asText())
        .contains("(OCPP ")
        .contains(clause + ")")
        .contains("allowNonConformant");
    assertThat(problem.at("/errors/0/field").asText()).startsWith("/");
    station.order("POST", "/commands" + ALL_THE_SAME, command(action, request), action);
  }

  private long start16(Station station) {
    return station
        .tell(
            "StartTransaction",
            "{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":0,\"timestamp\":\""
                + Clock.systemUTC().instant()
                + "\"}")
        .get("transactionId")
        .asLong();
  }

  private void start2(Station station, String id) {
    station.tell(
        "TransactionEvent",
        "{\"eventType\":\"Started\",\"timestamp\":\""
            + Clock.systemUTC().instant()
            + "\",\"triggerReason\":\"CablePluggedIn\",\"seqNo\":0,\"transactionInfo\":{\"transactionId\":\""
            + id
            + "\"},\"evse\":{\"id\":1,\"connectorId\":1}}");
  }

  @Test
  void shouldRefuseProfilesThatNoCentralSystemOf16MaySend() {
    Station station = new Station(OcppVersion.V1_6);
    String start = "{\"connectorId\":1,\"idTag\":\"TAG\",\"chargingProfile\":%s}";
    String set = "{\"connectorId\":%d,\"csChargingProfiles\":%s}";
    String remote = "RemoteStartTransaction";
    assertRefused(
        station, remote, start.formatted(profile16("TxProfile", transaction("5"))), "5.16.2");
    assertRefused(station, remote, start.formatted(profile16("TxDefaultProfile", "")), "5.16.2");
    String profile = "SetChargingProfile";
    assertRefused(station, profile, set.formatted(0, profile16("TxProfile", "")), "5.16.2");
    assertRefused(
        station, profile, set.formatted(1, profile16("ChargePointMaxProfile", "")), "3.13.1");
    assertRefused(station, profile, set.formatted(1, profile16("TxProfile", "")), "3.13.1");

    long running = start16(station);
    String other = set.formatted(1, profile16("TxProfile", transaction("987654")));
    assertRefused(station, profile, other, "3.13.1");
    String own = set.formatted(1, profile16("TxProfile", transaction("" + running)));
    station.order("POST", "/commands", command(profile, own), profile);
    station.order(
        "POST",
        "/commands",
        command(profile, set.formatted(0, profile16("ChargePointMaxProfile", ""))),
        profile);
    JsonNode typed =
        post(station, "/commands/SetChargingProfile", set.formatted(0, profile16("TxProfile", "")));
    assertThat(typed.path("detail").asText()).contains("5.16.2");
  }

  @ParameterizedTest
  @EnumSource(value = OcppVersion.class, names = "V1_6", mode = EnumSource.Mode.EXCLUDE)
  void shouldRefuseProfilesThatNoCentralSystemOf2MaySend(OcppVersion version) {
    Station station = new Station(version);
    String start =
        "{\"evseId\":1,\"idToken\":{\"idToken\":\"TAG\",\"type\":\"Central\"},\"remoteStartId\":1,\"chargingProfile\":%s}";
    String set = "{\"evseId\":%d,\"chargingProfile\":%s}";
    String remote = "RequestStartTransaction";
    assertRefused(
        station, remote, start.formatted(profile2("TxProfile", transaction("\"x\""))), "F01.FR.11");
    assertRefused(station, remote, start.formatted(profile2("TxDefaultProfile", "")), "F01.FR.08");
    String profile = "SetChargingProfile";
    String unnamed = profile2("TxProfile", "");
    String named = profile2("TxProfile", transaction("\"tx-N\""));
    assertRefused(station, profile, set.formatted(1, unnamed), "K01.FR.03");
    assertRefused(station, profile, set.formatted(1, named), "K01.FR.03");
    assertRefused(station, profile, set.formatted(0, named), "K01.FR.16");
    assertRefused(
        station,
        profile,
        set.formatted(1, profile2("ChargingStationMaxProfile", "")),
        "charging profile purposes");
    assertRefused(
        station,
        profile,
        set.formatted(0, profile2("ChargingStationExternalConstraints", "")),
        "K01.FR.22");
    start2(station, "tx-N");
    station.order("POST", "/commands", command(profile, set.formatted(1, named)), profile);
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void shouldHoldStartsAndTemplatesAndCampaignsToTheSame(OcppVersion version) {
    Station station = new Station(version);
    boolean first = version == OcppVersion.V1_6;
    String wrong = first ? profile16("TxDefaultProfile", "") : profile2("TxDefaultProfile", "");
    String body = "{\"idToken\":\"TAG\",\"evseId\":1,\"chargingProfile\":" + wrong + "}";
    String action = first ? "RemoteStartTransaction" : "RequestStartTransaction";
    assertThat(post(station, "/start", body).path("detail").asText())
        .contains(first ? "5.16.2" : "F01.FR.08");
    station.order("POST", "/start" + ALL_THE_SAME, body, action);

    String template =
        ask(
                "POST",
                "/charging-profile-templates",
                Map.of(
                    "name",
                    "Clauses " + version,
                    "purpose",
                    "TxProfile",
                    "kind",
                    "Relative",
                    "stackLevel",
                    0,
                    "chargingRateUnit",
                    "A",
                    "periods",
                    List.of(Map.of("startPeriod", 0, "limit", 6))))
            .join()
            .get("id")
            .asText();
    Map<String, Object> use = Map.of("templateId", template, "evseId", 1);
    assertThat(post(station, "/charging-profiles", use).path("status").asInt()).isEqualTo(400);
    String own = first ? "" + start16(station) : "tx-T";
    if (!first) {
      start2(station, own);
    }
    JsonNode set = station.order("POST", "/charging-profiles", use, "SetChargingProfile");
    assertThat(
            set.get(first ? "csChargingProfiles" : "chargingProfile").get("transactionId").asText())
        .as("the one that runs there")
        .isEqualTo(own);

    JsonNode campaign =
        ask(
                "POST",
                "/campaigns",
                "{\"name\":\"C\",\"chargerIds\":[\""
                    + station.id
                    + "\"],\"version\":\""
                    + version
                    + "\",\"action\":\"SetChargingProfile\",\"request\":"
                    + (first
                        ? "{\"connectorId\":0,\"csChargingProfiles\":" + profile16("TxProfile", "")
                        : "{\"evseId\":0,\"chargingProfile\":"
                            + profile2("TxProfile", transaction("\"x\"")))
                    + "}}")
            .join();
    assertThat(campaign.path("detail").asText()).contains(first ? "5.16.2" : "K01.FR.16");
  }

  @ParameterizedTest
  @CsvSource({"V2_0_1,GetVariables", "V2_1,GetVariables", "V2_0_1,SetVariables"})
  void shouldSendNoMoreVariablesAtOnceThanTheStationTakes(OcppVersion version, String action) {
    Station station = new Station(version);
    String field = action.equals("GetVariables") ? "getVariableData" : "setVariableData";
    List<Map<String, Object>> data = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Map<String, Object> one = new java.util.TreeMap<>();
      one.put("component", Map.of("name", "C"));
      one.put("variable", Map.of("name", "V" + i));
      if (action.equals("SetVariables")) {
        one.put("attributeValue", "x");
      }
      data.add(one);
    }
    String body = command(action, Mapper.write(Map.of(field, data)));
    assertThat(sent(station, "/commands", body, action, 1)).as("while it is not known").hasSize(1);

    station.tell(
        "NotifyReport",
        "{\"requestId\":1,\"seqNo\":0,\"generatedAt\":\"2026-03-01T12:00:00Z\",\"reportData\":[{\"component\":{\"name\":\"DeviceDataCtrlr\"},\"variable\":{\"name\":\"ItemsPerMessage\",\"instance\":\""
            + action
            + "\"},\"variableAttribute\":[{\"value\":\"2\",\"mutability\":\"ReadOnly\"}]}]}");
    List<JsonNode> messages = sent(station, "/commands", body, action, 3);
    assertThat(messages).extracting(message -> message.get(field).size()).containsExactly(2, 2, 1);
    assertThat(messages.get(2).at("/" + field + "/0/variable/name").asText()).isEqualTo("V4");
    assertThat(sent(station, "/commands" + ALL_THE_SAME, body, action, 1)).hasSize(1);
  }

  /** What the station is asked by one command; the API tells of each message. */
  private List<JsonNode> sent(
      Station station, String path, String body, String action, int messages) {
    CompletableFuture<JsonNode> asked = ask("POST", "/chargers/" + station.id + path, body);
    List<JsonNode> taken = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      String result =
          "[{\"attributeStatus\":\"Accepted\",\"component\":{\"name\":\"C\"},\"variable\":{\"name\":\"V\"}}]";
      taken.add(
          station.take(
              action,
              action.equals("GetVariables")
                  ? "{\"getVariableResult\":" + result + "}"
                  : "{\"setVariableResult\":" + result + "}"));
    }
    JsonNode answer = asked.join();
    assertThat(answer.path("state").asText()).as(answer.toString()).isEqualTo("Accepted");
    assertThat(answer.path("parts").size()).isEqualTo(messages == 1 ? 0 : messages);
    return taken;
  }
}
