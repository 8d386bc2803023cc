package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.auth.FirstAdmin;
import io.galvan.central.gateway.Ports;
import io.galvan.central.node.Node;
import io.galvan.central.testing.RawStation;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.Platform;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same orders to stations of every version, over real sockets and with a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NeutralOrdersTest {
  private static final String ACCEPTED = "{\"status\":\"Accepted\"}";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicReference<FirstAdmin> admin = new AtomicReference<>();
  private Node node;
  private String token;
  private int chargers;

  @BeforeAll
  void start() {
    Platform base =
        TestPlatform.create(TestPlatform.clock(), Map.of("GALVAN_TAKE_INVENTORY", "no"));
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Platform platform = new Platform(base.settings(), Clock.systemUTC(), base.database(), metrics);
    node = await(Node.start(vertx, platform, metrics, null, admin::set));
    token =
        ask(
                "POST",
                "/sessions",
                Map.of("email", admin.get().email(), "password", admin.get().password()))
            .join()
            .get("token")
            .asText();
    ask("POST", "/tokens", Map.of("idToken", "TAG", "blocked", false)).join();
  }

  @AfterAll
  void stop() {
    await(node.stop());
    await(vertx.close());
  }

  private CompletableFuture<JsonNode> ask(String method, String path, @Nullable Object body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + node.ports().get(Ports.Name.api) + "/api/v1" + path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    request
        .header("Content-Type", "application/json")
        .method(
            method,
            body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(
                    body instanceof String text ? text : Mapper.write(body)));
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
        .thenApply(answer -> json(answer.body()));
  }

  private JsonNode get(String path) {
    return ask("GET", path, null).join();
  }

  private static JsonNode json(String text) {
    try {
      return Mapper.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  /** A station that is connected and booted. */
  private final class Station {
    final String id = "CP-" + ++chargers;
    final RawStation line;
    int calls;

    Station(OcppVersion version) {
      ask("POST", "/chargers", Map.of("id", id, "registration", "Accepted", "strict", false))
          .join();
      line =
          await(
              RawStation.webSocket(
                  vertx,
                  node.ports().get(Ports.Name.ocpp),
                  "/ocpp/" + id,
                  null,
                  List.of(version.subprotocol())));
      JsonNode booted =
          version == OcppVersion.V1_6
              ? tell("BootNotification", "{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}")
              : tell(
                  "BootNotification",
                  "{\"reason\":\"Watchdog\",\"chargingStation\":{\"vendorName\":\"V\",\"model\":\"M\"}}");
      assertThat(booted.get("status").asText()).isEqualTo("Accepted");
    }

    JsonNode tell(String action, String payload) {
      JsonNode answer =
          json(line.ask("[2,\"m" + ++calls + "\",\"" + action + "\"," + payload + "]"));
      assertThat(answer.get(0).asInt()).as(answer.toString()).isEqualTo(3);
      return answer.get(2);
    }

    /** Takes the next CALL, which must be this action, and answers it. */
    JsonNode take(String action, String answer) {
      JsonNode call = json(line.receive());
      assertThat(call.get(2).asText()).as(call.toString()).isEqualTo(action);
      line.send("[3,\"" + call.get(1).asText() + "\"," + answer + "]");
      return call.get(3);
    }

    /** Orders something and gives what the station was asked; it accepts. */
    JsonNode order(String method, String path, @Nullable Object body, String action) {
      CompletableFuture<JsonNode> asked = ask(method, "/chargers/" + id + path, body);
      JsonNode request =
          take(action, action.equals("UnlockConnector") ? "{\"status\":\"Unlocked\"}" : ACCEPTED);
      JsonNode command = asked.join();
      assertThat(command.path("state").asText()).as(command.toString()).isEqualTo("Accepted");
      return request;
    }

    JsonNode profiles() {
      return get("/chargers/" + id + "/charging-profiles").get("items");
    }
  }

  @ParameterizedTest
  @EnumSource(value = OcppVersion.class, names = "V1_6", mode = EnumSource.Mode.EXCLUDE)
  void shouldStartAndLimitAndStopATransactionOfAStationOf2(OcppVersion version) {
    Station station = new Station(version);
    CompletableFuture<JsonNode> asked =
        ask(
            "POST",
            "/chargers/" + station.id + "/start",
            Map.of(
                "idToken",
                "TAG",
                "idTokenType",
                "ISO14443",
                "evseId",
                2,
                "limit",
                Map.of("limit", 11000, "unit", "W")));
    JsonNode start = station.take("RequestStartTransaction", ACCEPTED);
    assertThat(start.at("/idToken").toString())
        .isEqualTo("{\"idToken\":\"TAG\",\"type\":\"ISO14443\"}");
    assertThat(start.get("evseId").asInt()).isEqualTo(2);
    assertThat(start.at("/chargingProfile/chargingProfilePurpose").asText()).isEqualTo("TxProfile");
    assertThat(start.at("/chargingProfile/chargingProfileKind").asText()).isEqualTo("Relative");
    assertThat(
            start.at("/chargingProfile/chargingSchedule/0/chargingSchedulePeriod/0/limit").asInt())
        .isEqualTo(11000);
    JsonNode command = asked.join();
    station.tell(
        "TransactionEvent",
        """
        {"eventType":"Started","timestamp":"%s","triggerReason":"RemoteStart","seqNo":0,
         "transactionInfo":{"transactionId":"tx-A","remoteStartId":%d},
         "evse":{"id":2,"connectorId":1},"idToken":{"idToken":"TAG","type":"ISO14443"}}
        """
            .formatted(Clock.systemUTC().instant(), start.get("remoteStartId").asInt())
            .replace("\n", ""));
    AtomicReference<Long> transaction = new AtomicReference<>();
    await()
        .untilAsserted(
            () -> {
              JsonNode outcome =
                  get("/chargers/" + station.id + "/commands/" + command.get("id").asText())
                      .path("outcome");
              assertThat(outcome.path("state").asText()).isEqualTo("Started");
              transaction.set(outcome.get("transactionId").asLong());
            });
    JsonNode limited =
        station.order(
            "POST",
            "/limit",
            Map.of("limit", 16, "unit", "A", "transactionId", transaction.get(), "durationS", 600),
            "SetChargingProfile");
    assertThat(limited.get("evseId").asInt()).isEqualTo(2);
    assertThat(limited.at("/chargingProfile/transactionId").asText()).isEqualTo("tx-A");
    assertThat(limited.at("/chargingProfile/chargingSchedule/0/duration").asInt()).isEqualTo(600);
    assertThat(station.profiles())
        .singleElement()
        .satisfies(
            held -> {
              assertThat(held.get("evseId").asInt()).isEqualTo(2);
              assertThat(held.get("stationTransactionId").asText()).isEqualTo("tx-A");
            });
    JsonNode stop =
        station.order(
            "POST", "/stop", Map.of("transactionId", transaction.get()), "RequestStopTransaction");
    assertThat(stop.toString()).isEqualTo("{\"transactionId\":\"tx-A\"}");
    station.tell(
        "TransactionEvent",
        """
        {"eventType":"Ended","timestamp":"%s","triggerReason":"RemoteStop","seqNo":1,
         "transactionInfo":{"transactionId":"tx-A","stoppedReason":"Remote"}}
        """
            .formatted(Clock.systemUTC().instant())
            .replace("\n", ""));
    await().untilAsserted(() -> assertThat(station.profiles()).isEmpty());
  }

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

  @Test
  void shouldOrderTheSameOfAStationOf16() {
    Station station = new Station(OcppVersion.V1_6);
    assertThat(
            station
                .order(
                    "POST",
                    "/start",
                    Map.of("idToken", "TAG", "evseId", 1),
                    "RemoteStartTransaction")
                .toString())
        .isEqualTo("{\"connectorId\":1,\"idTag\":\"TAG\"}");
    long transaction =
        station
            .tell(
                "StartTransaction",
                "{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":0,\"timestamp\":\""
                    + Clock.systemUTC().instant()
                    + "\"}")
            .get("transactionId")
            .asLong();
    assertThat(
            station
                .order(
                    "POST", "/stop", Map.of("transactionId", transaction), "RemoteStopTransaction")
                .toString())
        .isEqualTo("{\"transactionId\":" + transaction + "}");
    assertThat(station.order("POST", "/reset", Map.of("type", "onIdle"), "Reset").toString())
        .isEqualTo("{\"type\":\"Soft\"}");
    assertThat(station.order("POST", "/unlock", Map.of("evseId", 1), "UnlockConnector").toString())
        .isEqualTo("{\"connectorId\":1}");
    assertThat(
            station
                .order("POST", "/availability", Map.of("status", "Operative"), "ChangeAvailability")
                .toString())
        .isEqualTo("{\"connectorId\":0,\"type\":\"Operative\"}");
    JsonNode limit =
        station.order("POST", "/limit", Map.of("limit", 20, "unit", "A"), "SetChargingProfile");
    assertThat(limit.at("/csChargingProfiles/chargingProfilePurpose").asText())
        .isEqualTo("ChargePointMaxProfile");
    int number = limit.at("/csChargingProfiles/chargingProfileId").asInt();
    assertThat(station.order("DELETE", "/limit", null, "ClearChargingProfile").toString())
        .isEqualTo("{\"id\":" + number + "}");
    assertThat(station.profiles()).isEmpty();
  }

  @Test
  void shouldNameTheFieldThatAVersionHasNoWordFor() {
    Station station = new Station(OcppVersion.V1_6);
    JsonNode problem =
        ask("POST", "/chargers/" + station.id + "/reset", Map.of("type", "onIdle", "evseId", 1))
            .join();
    assertThat(problem.get("status").asInt()).isEqualTo(400);
    assertThat(problem.at("/errors/0/field").asText()).isEqualTo("evseId");
    for (Station old : List.of(station, new Station(OcppVersion.V2_0_1))) {
      assertThat(
              ask("POST", "/chargers/" + old.id + "/reset", Map.of("type", "immediateAndResume"))
                  .join()
                  .at("/errors/0/field")
                  .asText())
          .isEqualTo("type");
    }
    assertThat(
            ask("POST", "/chargers/" + station.id + "/start", Map.of("idToken", "x".repeat(21)))
                .join()
                .at("/errors/0/field")
                .asText())
        .isEqualTo("idToken");
  }

  @Test
  void shouldOrderWhatIsOfAStationOrAnEvseOf2() {
    Station station = new Station(OcppVersion.V2_0_1);
    assertThat(
            station
                .order("POST", "/reset", Map.of("type", "immediate", "evseId", 2), "Reset")
                .toString())
        .isEqualTo("{\"type\":\"Immediate\",\"evseId\":2}");
    assertThat(station.order("POST", "/unlock", Map.of("evseId", 2), "UnlockConnector").toString())
        .isEqualTo("{\"evseId\":2,\"connectorId\":1}");
    assertThat(
            station
                .order(
                    "POST",
                    "/availability",
                    Map.of("status", "Inoperative", "evseId", 2, "connectorId", 1),
                    "ChangeAvailability")
                .toString())
        .isEqualTo("{\"evse\":{\"connectorId\":1,\"id\":2},\"operationalStatus\":\"Inoperative\"}");
    JsonNode first =
        station.order(
            "POST",
            "/limit",
            Map.of("limit", 7000, "unit", "W", "evseId", 2),
            "SetChargingProfile");
    JsonNode second =
        station.order(
            "POST",
            "/limit",
            Map.of("limit", 9000, "unit", "W", "evseId", 2),
            "SetChargingProfile");
    assertThat(second.at("/chargingProfile/id")).isEqualTo(first.at("/chargingProfile/id"));
    assertThat(station.profiles()).hasSize(1);
    assertThat(get("/chargers/" + station.id).get("version").asText()).isEqualTo("V2_0_1");
    assertThat(get("/chargers/" + station.id).get("bootReason").asText()).isEqualTo("Watchdog");
    assertThat(station.order("DELETE", "/limit?evseId=2", null, "ClearChargingProfile").toString())
        .isEqualTo("{\"chargingProfileId\":" + first.at("/chargingProfile/id").asInt() + "}");
    assertThat(station.profiles()).isEmpty();
  }

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

  private JsonNode holdings(Station station, String kind) {
    return get("/chargers/" + station.id + "/holdings?kind=" + kind).get("items");
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
        .isEqualTo("Processing");
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

  @Test
  void shouldTellTheSchemaOfEveryActionByVersion() {
    JsonNode old = get("/ocpp/2.0.1/actions");
    assertThat(old.get("items")).hasSize(64);
    assertThat(get("/ocpp/2.1/actions").get("items")).hasSize(91);
    JsonNode first = get("/ocpp/2.0.1/actions/RequestStartTransaction").get("request");
    assertThat(first.get("required").toString()).isEqualTo("[\"idToken\",\"remoteStartId\"]");
    assertThat(first.at("/properties/idToken/$ref").asText()).isEqualTo("#/$defs/IdToken");
    assertThat(first.at("/$defs/IdToken/properties/idToken/maxLength").asInt()).isEqualTo(36);
    assertThat(first.at("/$defs/IdToken/properties/type/enum/0").asText()).isEqualTo("Central");
    assertThat(
            get("/ocpp/2.1/actions/RequestStartTransaction")
                .at("/request/$defs/IdToken/properties/idToken/maxLength")
                .asInt())
        .isEqualTo(255);
    assertThat(get("/ocpp/1.6/actions/Reset").at("/request/properties/type/enum").toString())
        .isEqualTo("[\"Hard\",\"Soft\"]");
    assertThat(get("/ocpp/2.0.1/actions/BatterySwap").get("status").asInt()).isEqualTo(404);
  }
}
