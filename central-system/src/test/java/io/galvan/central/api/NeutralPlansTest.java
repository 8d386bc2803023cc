package io.galvan.central.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.ocpp.OcppVersion;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Charging profiles, schedules and tariffs for stations of every version. */
class NeutralPlansTest extends NeutralFixture {
  private String template(String name, String purpose) {
    return ask(
            "POST",
            "/charging-profile-templates",
            Map.of(
                "name",
                name,
                "purpose",
                purpose,
                "kind",
                "Recurring",
                "recurrencyKind",
                "Daily",
                "startSchedule",
                "2026-01-01T00:00:00Z",
                "durationS",
                86400,
                "stackLevel",
                3,
                "chargingRateUnit",
                "A",
                "periods",
                List.of(
                    Map.of("startPeriod", 0, "limit", 6),
                    Map.of("startPeriod", 3600, "limit", 16.5, "numberPhases", 3))))
        .join()
        .get("id")
        .asText();
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void shouldGiveOneTemplateToAStationOfAnyVersionAndTellWhatLimitsComeOfIt(OcppVersion version) {
    boolean first = version == OcppVersion.V1_6;
    Station station = new Station(version);
    String template = template("Night of " + version, "ChargePointMaxProfile");
    Map<String, Object> body = Map.of("templateId", template, "evseId", 0);
    JsonNode sent = station.order("POST", "/charging-profiles", body, "SetChargingProfile");
    JsonNode profile = sent.get(first ? "csChargingProfiles" : "chargingProfile");
    assertThat(sent.get(first ? "connectorId" : "evseId").asInt()).isZero();
    assertThat(profile.get("chargingProfilePurpose").asText())
        .isEqualTo(first ? "ChargePointMaxProfile" : "ChargingStationMaxProfile");
    assertThat(profile.get("recurrencyKind").asText()).isEqualTo("Daily");
    JsonNode schedule = first ? profile.get("chargingSchedule") : profile.at("/chargingSchedule/0");
    assertThat(schedule.get("chargingSchedulePeriod"))
        .isEqualTo(
            json(
                "[{\"startPeriod\":0,\"limit\":6},{\"startPeriod\":3600,\"limit\":16.5,\"numberPhases\":3}]"));
    assertThat(station.profiles()).hasSize(1);
    JsonNode again = station.order("POST", "/charging-profiles", body, "SetChargingProfile");
    if (!first) {
      // Two at one place are refused by stations of 2.x, so it keeps its number.
      assertThat(again.at("/chargingProfile/id")).isEqualTo(profile.get("id"));
    }

    CompletableFuture<JsonNode> asked =
        ask(
            "POST",
            "/chargers/" + station.id + "/composite-schedule",
            Map.of("evseId", 1, "durationS", 7200, "chargingRateUnit", "A"));
    JsonNode question =
        station.take(
            "GetCompositeSchedule",
            first
                ? "{\"status\":\"Accepted\",\"connectorId\":1,\"scheduleStart\":\"2026-01-01T00:00:00Z\",\"chargingSchedule\":{\"duration\":7200,\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":6},{\"startPeriod\":3600,\"limit\":16.5}]}}"
                : "{\"status\":\"Accepted\",\"schedule\":{\"evseId\":1,\"duration\":7200,\"scheduleStart\":\"2026-01-01T00:00:00Z\",\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":6},{\"startPeriod\":3600,\"limit\":16.5}]}}");
    assertThat(question.get(first ? "connectorId" : "evseId").asInt()).isEqualTo(1);
    JsonNode told = asked.join();
    assertThat(told.get("evseId").asInt()).isEqualTo(1);
    assertThat(told.get("points").findValuesAsText("at"))
        .containsExactly("2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z", "2026-01-01T02:00:00Z");
    assertThat(told.get("points").findValuesAsText("limit")).containsExactly("6", "16.5", "16.5");
  }

  @Test
  void shouldNotGiveAStationOf2AProfileOfATransactionWithoutNamingIt() {
    Station station = new Station(OcppVersion.V2_0_1);
    JsonNode problem =
        ask(
                "POST",
                "/chargers/" + station.id + "/charging-profiles",
                Map.of("templateId", template("One", "TxProfile"), "evseId", 1))
            .join();
    assertThat(problem.get("status").asInt()).isEqualTo(400);
    assertThat(problem.toString()).contains("transactionId");
  }

  @Test
  void shouldHaveAStationOf21CountByATariff() {
    ask(
            "POST",
            "/tariffs/hourly",
            Map.of(
                "currency",
                "EUR",
                "energyPricePerKwh",
                0.29,
                "timePrice",
                6,
                "fixedFee",
                1.5,
                "text",
                "29 ct",
                "taxes",
                List.of(Map.of("name", "VAT", "percent", 19))))
        .join();
    Map<String, Object> body = Map.of("tariffId", "hourly", "evseId", 2);
    Station station = new Station(OcppVersion.V2_1);
    JsonNode sent = station.order("POST", "/default-tariff", body, "SetDefaultTariff");
    assertThat(sent.get("evseId").asInt()).isEqualTo(2);
    JsonNode tariff = sent.get("tariff");
    assertThat(tariff.get("tariffId").asText()).isEqualTo("hourly");
    assertThat(tariff.at("/energy/prices/0/priceKwh").decimalValue()).isEqualByComparingTo("0.29");
    assertThat(tariff.at("/chargingTime/prices/0/priceMinute").decimalValue())
        .isEqualByComparingTo("0.1");
    assertThat(tariff.get("idleTime")).isEqualTo(tariff.get("chargingTime"));
    assertThat(tariff.at("/fixedFee/taxRates/0").toString()).contains("VAT").contains("19");
    assertThat(tariff.at("/description/0/content").asText()).isEqualTo("29 ct");

    Station older = new Station(OcppVersion.V2_0_1);
    JsonNode refused = ask("POST", "/chargers/" + older.id + "/default-tariff", body).join();
    assertThat(refused.get("status").asInt()).isEqualTo(409);
  }

  /** K15, K17: the profile that follows the needs stays within the limit of the EVSE. */
  @Test
  void shouldPlanForAVehicleWithinTheLimitOfItsEvse() {
    Station station = new Station(OcppVersion.V2_0_1);
    String needs =
        "{\"evseId\":1,\"chargingNeeds\":{\"requestedEnergyTransfer\":\"DC\","
            + "\"dcChargingParameters\":{\"evMaxCurrent\":200,\"evMaxVoltage\":400}}}";
    assertThat(station.tell("NotifyEVChargingNeeds", needs).get("status").asText())
        .isEqualTo("Rejected");
    station.order(
        "POST", "/limit", Map.of("limit", 22000, "unit", "W", "evseId", 1), "SetChargingProfile");
    station.tell(
        "TransactionEvent",
        """
        {"eventType":"Started","timestamp":"%s","triggerReason":"CablePluggedIn","seqNo":0,
         "transactionInfo":{"transactionId":"tx-B"},"evse":{"id":1,"connectorId":1}}
        """
            .formatted(Clock.systemUTC().instant())
            .replace("\n", ""));
    assertThat(station.tell("NotifyEVChargingNeeds", needs).get("status").asText())
        .isEqualTo("Accepted");
    JsonNode set = station.take("SetChargingProfile", ACCEPTED);
    assertThat(set.at("/chargingProfile/transactionId").asText()).isEqualTo("tx-B");
    assertThat(set.at("/chargingProfile/chargingSchedule/0/chargingSchedulePeriod/0/limit").asInt())
        .isEqualTo(22000);
    String plan =
        "{\"evseId\":1,\"timeBase\":\"2026-03-01T12:00:00Z\",\"chargingSchedule\":{\"id\":1,"
            + "\"chargingRateUnit\":\"W\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":%d}]}}";
    assertThat(
            station.tell("NotifyEVChargingSchedule", plan.formatted(30000)).get("status").asText())
        .isEqualTo("Rejected");
    station.take("SetChargingProfile", ACCEPTED);
    assertThat(
            station.tell("NotifyEVChargingSchedule", plan.formatted(20000)).get("status").asText())
        .isEqualTo("Accepted");
    assertThat(holdings(station, "EVChargingSchedule")).hasSize(1);
  }

  /** K28: TC_K_121. */
  @Test
  void shouldTellADynamicScheduleAsItWasLastUpdated() {
    Station station = new Station(OcppVersion.V2_1);
    assertThat(
            station
                .tell("PullDynamicScheduleUpdate", "{\"chargingProfileId\":5}")
                .get("status")
                .asText())
        .isEqualTo("Rejected");
    station.order(
        "POST",
        "/commands",
        "{\"action\":\"SetChargingProfile\",\"request\":{\"evseId\":1,\"chargingProfile\":{\"id\":5,"
            + "\"stackLevel\":0,\"chargingProfilePurpose\":\"TxDefaultProfile\","
            + "\"chargingProfileKind\":\"Dynamic\",\"chargingSchedule\":[{\"id\":1,"
            + "\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":6}]}]}}}",
        "SetChargingProfile");
    assertThat(
            station
                .tell("PullDynamicScheduleUpdate", "{\"chargingProfileId\":5}")
                .at("/scheduleUpdate/limit")
                .asInt())
        .isEqualTo(6);
    station.order(
        "POST",
        "/commands",
        "{\"action\":\"UpdateDynamicSchedule\",\"request\":{\"chargingProfileId\":5,"
            + "\"scheduleUpdate\":{\"limit\":10}}}",
        "UpdateDynamicSchedule");
    assertThat(
            station
                .tell("PullDynamicScheduleUpdate", "{\"chargingProfileId\":5}")
                .at("/scheduleUpdate/limit")
                .asInt())
        .isEqualTo(10);
  }
}
