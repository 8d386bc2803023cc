package io.galvan.central.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.ocpp.OcppVersion;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Profiles, reservations, files and messages of stations of 2.x, as the stations tell of them. */
class NeutralHoldingsTest extends NeutralFixture {
  /** K09: what a whole report does not name is not there. */
  @ParameterizedTest
  @EnumSource(value = OcppVersion.class, names = "V1_6", mode = EnumSource.Mode.EXCLUDE)
  void shouldHoldTheProfilesThatAStationReports(OcppVersion version) {
    Station station = new Station(version);
    station.order(
        "POST", "/limit", Map.of("limit", 7000, "unit", "W", "evseId", 1), "SetChargingProfile");
    JsonNode asked =
        station.order(
            "POST",
            "/commands",
            Map.of("action", "GetChargingProfiles", "request", Map.of("chargingProfile", Map.of())),
            "GetChargingProfiles");
    String profile =
        "{\"id\":%d,\"stackLevel\":%d,\"chargingProfilePurpose\":\"%s\","
            + "\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":[{\"id\":1,"
            + "\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":6}]}]}";
    String report =
        "{\"requestId\":"
            + asked.get("requestId").asInt()
            + ",\"chargingLimitSource\":\"%s\",\"evseId\":%d,\"tbc\":%s,\"chargingProfile\":[%s]}";
    station.tell(
        "ReportChargingProfiles",
        report.formatted("CSO", 2, true, profile.formatted(91, 3, "TxDefaultProfile")));
    assertThat(station.profiles()).hasSize(2);
    station.tell(
        "ReportChargingProfiles",
        report.formatted(
            "EMS", 0, false, profile.formatted(92, 0, "ChargingStationExternalConstraints")));
    assertThat(station.profiles().findValuesAsText("profileId")).containsExactly("92", "91");
    assertThat(station.profiles().get(0).get("source").asText()).isEqualTo("EMS");
    assertThat(get("/chargers/" + station.id + "/reports").get("items")).hasSize(2);
  }

  /** H01, H04. */
  @Test
  void shouldReserveAnEvseUntilTheStationGivesItUp() {
    Station station = new Station(OcppVersion.V2_0_1);
    CompletableFuture<JsonNode> asked =
        ask(
            "POST",
            "/chargers/" + station.id + "/reservations",
            Map.of(
                "evseId",
                1,
                "idToken",
                "TAG",
                "idTokenType",
                "ISO14443",
                "expiresAt",
                Clock.systemUTC().instant().plusSeconds(3600).toString()));
    JsonNode request = station.take("ReserveNow", ACCEPTED);
    JsonNode reservation = asked.join();
    assertThat(reservation.get("state").asText()).isEqualTo("Active");
    assertThat(request.get("id")).isEqualTo(reservation.get("id"));
    assertThat(request.at("/idToken/type").asText()).isEqualTo("ISO14443");
    station.tell(
        "ReservationStatusUpdate",
        "{\"reservationId\":"
            + request.get("id").asInt()
            + ",\"reservationUpdateStatus\":\"Removed\"}");
    assertThat(get("/reservations/" + request.get("id").asInt()).get("state").asText())
        .isEqualTo("Cancelled");
  }

  /** L01, L03. */
  @Test
  void shouldFollowTheFirmwareUpdateAndTheLogOfAStationOf2() {
    Station station = new Station(OcppVersion.V2_1);
    CompletableFuture<JsonNode> asked =
        ask(
            "POST",
            "/chargers/" + station.id + "/firmware-updates",
            Map.of("location", "https://example.com/image.bin"));
    JsonNode update = station.take("UpdateFirmware", ACCEPTED);
    assertThat(asked.join().get("state").asText()).isEqualTo("Requested");
    station.tell(
        "FirmwareStatusNotification",
        "{\"status\":\"Downloading\",\"requestId\":" + update.get("requestId").asInt() + "}");
    assertThat(get("/chargers/" + station.id + "/firmware-updates").at("/items/0/state").asText())
        .isEqualTo("Downloading");
    CompletableFuture<JsonNode> log =
        ask("POST", "/chargers/" + station.id + "/uploads", Map.of("kind", "SecurityLog"));
    JsonNode wanted = station.take("GetLog", "{\"status\":\"Accepted\",\"filename\":\"log.txt\"}");
    assertThat(wanted.get("logType").asText()).isEqualTo("SecurityLog");
    int id = log.join().get("id").asInt();
    assertThat(wanted.at("/log/remoteLocation").asText()).contains("/uploads/" + id + "/");
    station.tell("LogStatusNotification", "{\"status\":\"Uploading\",\"requestId\":" + id + "}");
    assertThat(get("/uploads/" + id).get("state").asText()).isEqualTo("Uploading");
  }

  @Test
  void shouldHoldDisplayMessagesAndLimitsByTheStationsWord() {
    Station station = new Station(OcppVersion.V2_0_1);
    station.order(
        "POST",
        "/commands",
        "{\"action\":\"SetDisplayMessage\",\"request\":{\"message\":{\"id\":1,\"priority\":\"NormalCycle\","
            + "\"message\":{\"format\":\"UTF8\",\"content\":\"Hello\"}}}}",
        "SetDisplayMessage");
    assertThat(holdings(station, "DisplayMessage").findValuesAsText("key")).containsExactly("1");
    station.order(
        "POST",
        "/commands",
        "{\"action\":\"ClearDisplayMessage\",\"request\":{\"id\":1}}",
        "ClearDisplayMessage");
    assertThat(holdings(station, "DisplayMessage")).isEmpty();
    station.tell("NotifyChargingLimit", "{\"chargingLimit\":{\"chargingLimitSource\":\"EMS\"}}");
    assertThat(holdings(station, "ChargingLimit")).hasSize(1);
    station.tell("ClearedChargingLimit", "{\"chargingLimitSource\":\"EMS\"}");
    assertThat(holdings(station, "ChargingLimit")).isEmpty();
  }

  /** N09. */
  @Test
  void shouldAssembleWhatIsToldOfACustomer() {
    Station station = new Station(OcppVersion.V2_0_1);
    String part =
        "{\"requestId\":7,\"seqNo\":%d,\"tbc\":%s,\"generatedAt\":\"2026-03-01T12:00:00Z\",\"data\":\"%s\"}";
    station.tell("NotifyCustomerInformation", part.formatted(1, false, "there"));
    String path = "/chargers/" + station.id + "/customer-information/7";
    assertThat(get(path).get("complete").asBoolean()).isFalse();
    station.tell("NotifyCustomerInformation", part.formatted(0, true, "Who is "));
    assertThat(get(path).get("data").asText()).isEqualTo("Who is there");
    assertThat(get(path).get("complete").asBoolean()).isTrue();
  }
}
