package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.auth.AuthVerticle;
import io.galvan.auth.FirstAdmin;
import io.galvan.central.command.CommandService;
import io.galvan.central.session.CommandVerdict;
import io.galvan.charger.ChargerVerticle;
import io.galvan.notification.NotificationVerticle;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Commands;
import io.galvan.platform.contract.Commands.CallOutcome;
import io.galvan.platform.contract.Commands.CloseCommand;
import io.galvan.platform.contract.Commands.CommandState;
import io.galvan.platform.contract.Commands.NodeAnswer;
import io.galvan.platform.contract.Transactions;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.testing.TestPlatform;
import io.galvan.transaction.TransactionVerticle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Reservations, local lists and charging profiles over real HTTP, with the real services behind it.
 * Only the station is a stand-in: it gives the answers a test lays ready, each closing its command
 * as a session would.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StationPlansTest implements CommandService {
  private static final String NO_ANSWER = "no answer";
  private static final String ACCEPTED = "{\"status\":\"Accepted\"}";

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx);
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicReference<FirstAdmin> admin = new AtomicReference<>();
  private final AtomicInteger chargers = new AtomicInteger();
  private final List<CommandRequest> sent = new CopyOnWriteArrayList<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private ApiVerticle api;
  private String token;

  /** A station's answer: a payload, the code of a CALLERROR, or none; NOBODY is not connected. */
  @Override
  public Future<Outcome> execute(CommandRequest request) {
    sent.add(request);
    return bus.request(
            Commands.OPEN,
            new Commands.OpenCommand(
                request.chargerId(),
                request.action(),
                null,
                request.request(),
                request.requestedBy(),
                null))
        .compose(opened -> bus.request(Commands.CLOSE, close(opened.command().id(), request)))
        .compose(
            command ->
                request.chargerId().startsWith("NOBODY")
                    ? Future.failedFuture(new GalvanException(Fault.NOT_CONNECTED, "not connected"))
                    : Future.succeededFuture(new Outcome(command)));
  }

  private CloseCommand close(String id, CommandRequest request) {
    if (request.chargerId().startsWith("NOBODY")) {
      return new CloseCommand(id, CommandState.Failed, null, null, null, "not connected");
    }
    String answer;
    synchronized (answers) {
      answer = answers.poll();
    }
    assertThat(answer).as("an answer to " + request).isNotNull();
    return CommandVerdict.close(
        id,
        answer.equals(NO_ANSWER)
            ? new NodeAnswer(CallOutcome.NoAnswer, null, null, "no answer in time")
            : answer.startsWith("{")
                ? new NodeAnswer(CallOutcome.Result, answer, null, null)
                : new NodeAnswer(CallOutcome.Error, null, answer, "said the station"));
  }

  private void willAnswer(String... next) {
    synchronized (answers) {
      answers.addAll(List.of(next));
    }
  }

  @BeforeEach
  void forget() {
    sent.clear();
    synchronized (answers) {
      answers.clear();
    }
  }

  @BeforeAll
  void start() {
    Platform base = TestPlatform.create(TestPlatform.clock(), Map.of());
    Platform platform =
        new Platform(
            base.settings(), Clock.systemUTC(), base.database(), new SimpleMeterRegistry());
    await(vertx.deployVerticle(new AuthVerticle(platform, admin::set)));
    await(vertx.deployVerticle(new ChargerVerticle(platform)));
    await(vertx.deployVerticle(new TransactionVerticle(platform)));
    await(vertx.deployVerticle(new NotificationVerticle(platform)));
    api = new ApiVerticle(platform, this);
    await(vertx.deployVerticle(api));
    token =
        ask(
                "POST",
                "/sessions",
                Map.of("email", admin.get().email(), "password", admin.get().password()),
                200)
            .get("token")
            .asText();
  }

  @AfterAll
  void stop() {
    await(vertx.close());
  }

  private JsonNode ask(String method, String path, @Nullable Object body, int expected) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/api/v1" + path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    request
        .header("Content-Type", "application/json")
        .method(
            method, HttpRequest.BodyPublishers.ofString(body == null ? "" : Mapper.write(body)));
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
      return Mapper.JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode get(String path) {
    return ask("GET", path, null, 200);
  }

  private JsonNode post(String path, Object body) {
    return ask("POST", path, body, 200);
  }

  private static String field(JsonNode problem) {
    return problem.get("errors").get(0).get("field").asText();
  }

  private String charger(String prefix) {
    String id = prefix + chargers.incrementAndGet();
    ask(
        "POST",
        "/chargers",
        Map.of("id", id, "registration", "Accepted", "strict", false, "defaultVersion", "V1_6"),
        201);
    return id;
  }

  private static JsonNode payload(CommandRequest request) {
    try {
      return Mapper.JSON.readTree(request.request());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Object> reservation() {
    return Map.of(
        "connectorId",
        1,
        "idToken",
        "TAG",
        "parentIdToken",
        "GROUP",
        "expiresAt",
        "2035-01-01T02:00:00+02:00");
  }

  /** TC_046, TC_051. */
  @Test
  void shouldReserveAndCancelAsTheStationAnswers() {
    String charger = charger("CP-R");
    willAnswer(ACCEPTED);
    JsonNode made = ask("POST", "/chargers/" + charger + "/reservations", reservation(), 201);
    assertThat(made.get("state").asText()).isEqualTo("Active");
    int id = made.get("id").asInt();
    JsonNode call = payload(sent.get(0));
    assertThat(sent.get(0).action()).isEqualTo("ReserveNow");
    assertThat(sent.get(0).requestedBy()).isEqualTo(admin.get().email());
    assertThat(call.get("reservationId").asInt()).isEqualTo(id);
    assertThat(call.get("expiryDate").asText()).startsWith("2035-01-01T00:00:00");
    assertThat(call.get("parentIdTag").asText()).isEqualTo("GROUP");
    assertThat(get("/reservations/" + id)).isEqualTo(made);
    assertThat(get("/reservations?chargerId=" + charger + "&state=Active").get("items")).hasSize(1);
    willAnswer("{\"status\":\"Rejected\"}", ACCEPTED);
    JsonNode kept = post("/reservations/" + id + "/cancel", Map.of());
    assertThat(kept.get("state").asText()).isEqualTo("Active");
    assertThat(kept.get("status").asText()).isEqualTo("Rejected");
    assertThat(post("/reservations/" + id + "/cancel", Map.of()).get("state").asText())
        .isEqualTo("Cancelled");
    assertThat(payload(sent.get(2)).get("reservationId").asInt()).isEqualTo(id);
    ask("POST", "/reservations/" + id + "/cancel", Map.of(), 409);
    assertThat(sent).hasSize(3);
  }

  @Test
  void shouldTellHowAReservationFailed() {
    String charger = charger("CP-R");
    willAnswer("{\"status\":\"Occupied\"}", NO_ANSWER);
    String path = "/chargers/" + charger + "/reservations";
    JsonNode refused = ask("POST", path, reservation(), 201);
    assertThat(refused.get("state").asText()).isEqualTo("Refused");
    assertThat(refused.get("status").asText()).isEqualTo("Occupied");
    assertThat(ask("POST", path, reservation(), 504).get("commandState").asText())
        .isEqualTo("Unknown");
    JsonNode waiting = get("/reservations?chargerId=" + charger + "&state=Requested").get("items");
    assertThat(waiting).hasSize(1);
    String nobody = charger("NOBODY-");
    ask("POST", "/chargers/" + nobody + "/reservations", reservation(), 409);
    assertThat(get("/reservations?chargerId=" + nobody).get("items").get(0).get("state").asText())
        .isEqualTo("Refused");
    ask("POST", "/chargers/UNKNOWN/reservations", reservation(), 404);
    Map<String, Object> past =
        Map.of("connectorId", 1, "idToken", "T", "expiresAt", "2020-01-01T00:00:00Z");
    assertThat(field(ask("POST", path, past, 400))).isEqualTo("expiresAt");
    Map<String, Object> noToken = Map.of("connectorId", 1, "expiresAt", "2035-01-01T00:00:00Z");
    assertThat(field(ask("POST", path, noToken, 400))).isEqualTo("/idToken");
    assertThat(field(ask("GET", "/reservations/99999999999", null, 400)))
        .isEqualTo("reservationId");
    ask("GET", "/reservations/12", null, 404);
    ask("POST", "/reservations/12/cancel", Map.of(), 404);
  }

  @Test
  void shouldSeeAReservationUsedByTheTransactionThatNamesIt() {
    String charger = charger("CP-R");
    willAnswer(ACCEPTED);
    int id =
        ask("POST", "/chargers/" + charger + "/reservations", reservation(), 201).get("id").asInt();
    long transaction =
        await(
                bus.request(
                    Transactions.START,
                    new Transactions.Start(charger, 1, "TAG", 0, Clock.systemUTC().instant(), id)))
            .transactionId();
    await()
        .untilAsserted(
            () -> assertThat(get("/reservations/" + id).get("state").asText()).isEqualTo("Used"));
    assertThat(get("/reservations/" + id).get("transactionId").asLong()).isEqualTo(transaction);
  }

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
        new Transactions.Start(charger, 1, "TAG", 0, Clock.systemUTC().instant(), null);
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
                charger, transaction, 10, Clock.systemUTC().instant(), "Local", null, List.of())));
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
