package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.auth.AuthVerticle;
import io.galvan.auth.FirstAdmin;
import io.galvan.central.command.CommandService;
import io.galvan.charger.ChargerVerticle;
import io.galvan.notification.NotificationVerticle;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Certificates;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Commands;
import io.galvan.platform.contract.Commands.Command;
import io.galvan.platform.contract.Commands.CommandState;
import io.galvan.platform.contract.Transactions;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.event.Happening;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.testing.TestPlatform;
import io.galvan.transaction.TransactionVerticle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The REST API over real HTTP, with the real services behind it; only the charging stations are
 * stand-ins.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiTest {
  private static final Set<String> PUBLIC = Set.of("signIn", "signUp");

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicReference<FirstAdmin> admin = new AtomicReference<>();
  private ApiVerticle api;
  private String token;

  /**
   * Stands in for the sessions: NOBODY is not connected, SLOW does not answer, all others accept.
   */
  private Future<CommandService.Outcome> execute(CommandService.CommandRequest request) {
    if (request.chargerId().equals("NOBODY")) {
      return Future.failedFuture(
          new GalvanException(Fault.NOT_CONNECTED, "the charging station is not connected"));
    }
    boolean slow = request.chargerId().equals("SLOW");
    return Future.succeededFuture(
        new CommandService.Outcome(
            new Command(
                "c-1",
                request.chargerId(),
                request.action(),
                null,
                request.request(),
                slow ? CommandState.Unknown : CommandState.Accepted,
                slow ? null : "Accepted",
                slow ? null : "{\"status\":\"Accepted\"}",
                null,
                null,
                request.requestedBy(),
                null,
                TestPlatform.clock().instant(),
                null,
                null,
                null,
                null)));
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
    api = new ApiVerticle(platform, this::execute);
    await(vertx.deployVerticle(api));
    token =
        ask(
                "POST",
                "/sessions",
                Map.of("email", admin.get().email(), "password", admin.get().password()),
                null)
            .json(200)
            .get("token")
            .asText();
  }

  @AfterAll
  void stop() {
    await(vertx.close());
  }

  private record Answer(HttpResponse<String> response) {
    JsonNode json(int expected) {
      assertThat(response.statusCode()).as(response.body()).isEqualTo(expected);
      try {
        return Mapper.JSON.readTree(response.body());
      } catch (JsonProcessingException e) {
        throw new AssertionError(response.body(), e);
      }
    }

    JsonNode problem(int expected) {
      JsonNode problem = json(expected);
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("application/problem+json");
      assertThat(problem.get("status").asInt()).isEqualTo(expected);
      return problem;
    }

    String field(int expected) {
      return problem(expected).get("errors").get(0).get("field").asText();
    }
  }

  private Answer ask(String method, String path, @Nullable Object body, @Nullable String bearer) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/api/v1" + path));
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    String text = body == null ? "" : body instanceof String raw ? raw : Mapper.write(body);
    request
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(text));
    try {
      return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Answer get(String path) {
    return ask("GET", path, null, token);
  }

  private Answer post(String path, Object body) {
    return ask("POST", path, body, token);
  }

  private void charger(String id) {
    post(
            "/chargers",
            Map.of("id", id, "registration", "Accepted", "strict", false, "defaultVersion", "V1_6"))
        .json(201);
  }

  @Test
  void shouldAskForATokenAtEveryOperationButThePublicOnes() {
    OpenAPIContract contract = await(Contract.load(vertx)).routes();
    assertThat(contract.operations()).hasSizeGreaterThan(50);
    for (Operation operation : contract.operations()) {
      String path = operation.getOpenAPIPath().replaceAll("\\{[^}]*}", "1");
      Answer answer =
          ask(
              operation.getHttpMethod().name(),
              path,
              operation.getHttpMethod().name().equals("GET") ? null : Map.of(),
              null);
      if (PUBLIC.contains(operation.getOperationId())) {
        assertThat(answer.response().statusCode()).as(operation.getOperationId()).isEqualTo(400);
      } else {
        answer.problem(401);
        assertThat(answer.response().headers().firstValue("WWW-Authenticate"))
            .as(operation.getOperationId())
            .contains("Bearer");
        ask(operation.getHttpMethod().name(), path, null, "forged.token.here").problem(401);
      }
    }
  }

  @Test
  void shouldLetEachRoleDoWhatItMayAndNoMore() {
    post(
            "/users",
            Map.of(
                "email", "viewer@test", "name", "V", "role", "Viewer", "password", "long enough 1"))
        .json(201);
    post(
            "/users",
            Map.of(
                "email",
                "operator@test",
                "name",
                "O",
                "role",
                "Operator",
                "password",
                "long enough 2"))
        .json(201);
    ask(
            "POST",
            "/users/sign-up",
            Map.of("email", "driver@test", "name", "D", "password", "long enough 3"),
            null)
        .json(201);
    String viewer = signIn("viewer@test", "long enough 1");
    String operator = signIn("operator@test", "long enough 2");
    String driver = signIn("driver@test", "long enough 3");
    ask("GET", "/chargers", null, viewer).json(200);
    ask("POST", "/tokens", Map.of("idToken", "X", "blocked", false), viewer).problem(403);
    ask("POST", "/tokens", Map.of("idToken", "X", "blocked", false), operator).json(201);
    ask("GET", "/users", null, operator).problem(403);
    ask("GET", "/chargers", null, driver).problem(403);
    assertThat(ask("GET", "/users/me", null, driver).json(200).get("role").asText())
        .isEqualTo("Driver");
    await()
        .untilAsserted(
            () ->
                assertThat(get("/mails?recipient=driver@test").json(200).get("items")).hasSize(1));
  }

  private String signIn(String email, String password) {
    return ask("POST", "/sessions", Map.of("email", email, "password", password), null)
        .json(200)
        .get("token")
        .asText();
  }

  @Test
  void shouldRefuseAWrongPassword() {
    ask("POST", "/sessions", Map.of("email", admin.get().email(), "password", "wrong"), null)
        .problem(401);
  }

  @Test
  void shouldKeepChargersWithPasswordAndRunningTransactions() {
    assertThat(
            post(
                    "/chargers",
                    Map.of(
                        "id",
                        "CP 1",
                        "name",
                        "Front",
                        "registration",
                        "Pending",
                        "strict",
                        true,
                        "password",
                        "0123456789abcdef"))
                .json(201)
                .get("registration")
                .asText())
        .isEqualTo("Pending");
    post("/chargers", Map.of("id", "CP 1", "registration", "Pending", "strict", true)).problem(409);
    Bus.of(vertx);
    JsonNode edited =
        ask(
                "PUT",
                "/chargers/CP%201",
                Map.of("registration", "Accepted", "strict", false, "site", "Yard"),
                token)
            .json(200);
    assertThat(edited.get("site").asText()).isEqualTo("Yard");
    assertThat(edited.has("name")).isFalse();
    await(
        Bus.of(vertx)
            .request(
                Transactions.START,
                new Transactions.Start("CP 1", 1, "T", 0, Clock.systemUTC().instant(), null)));
    JsonNode detail = get("/chargers/CP%201").json(200);
    assertThat(detail.get("runningTransactions")).hasSize(1);
    assertThat(detail.get("connectors")).isEmpty();
    assertThat(get("/chargers/CP%201/configuration").json(200).get("keys")).isEmpty();
    ask("DELETE", "/chargers/CP%201/password", null, token);
    assertThat(ask("DELETE", "/chargers/CP%201", null, token).response().statusCode())
        .isEqualTo(204);
    get("/chargers/CP%201").problem(404);
  }

  @Test
  void shouldShowATransactionsTimelineAndLetAnOperatorEndIt() {
    charger("TIMELINE");
    Instant begin = Clock.systemUTC().instant().minusSeconds(60);
    long id =
        await(
                Bus.of(vertx)
                    .request(
                        Transactions.START,
                        new Transactions.Start("TIMELINE", 1, "T", 100, begin, null)))
            .transactionId();
    String path = "/transactions/" + id;
    JsonNode facts = get(path + "/timeline").json(200).get("items");
    assertThat(facts.findValuesAsText("fact")).containsExactly("Started", "Authorized");
    assertThat(facts.get(0).get("kind").asText()).isEqualTo("Received");
    assertThat(facts.get(0).get("detail").get("meterStartWh").asInt()).isEqualTo(100);
    get("/transactions/999999/timeline").problem(404);
    assertThat(post(path + "/end", Map.of("at", begin.minusSeconds(1).toString())).field(400))
        .isEqualTo("at");
    assertThat(post(path + "/end", Map.of("meterStopWh", "much")).field(400))
        .isEqualTo("/meterStopWh");
    post("/transactions/999999/end", Map.of()).problem(404);
    JsonNode ended =
        post(path + "/end", Map.of("meterStopWh", 600, "reason", "the station burnt down"))
            .json(200);
    assertThat(ended.get("state").asText()).isEqualTo("Ended");
    assertThat(ended.get("inferredEnd").asText()).isEqualTo("Operator");
    assertThat(ended.get("energyWh").asInt()).isEqualTo(500);
    assertThat(ended.get("marks").get(0).asText()).isEqualTo("EndInferred");
    JsonNode end = get(path + "/timeline").json(200).get("items").get(2);
    assertThat(end.get("kind").asText()).isEqualTo("Operator");
    assertThat(end.get("detail").get("by").asText()).isEqualTo(admin.get().email());
    await(
        Bus.of(vertx)
            .request(
                Transactions.STOP,
                new Transactions.Stop(
                    "TIMELINE", id, 700, begin.plusSeconds(9), "Local", null, List.of())));
    assertThat(get(path).json(200).get("marks").get(0).asText()).isEqualTo("EndCorrected");
    post(path + "/end", Map.of()).problem(409);
  }

  @Test
  void shouldNotKeepAChargerWhosePasswordIsRefused() {
    post(
            "/chargers",
            Map.of(
                "id", "SHORT-PW", "registration", "Accepted", "strict", false, "password", "short"))
        .problem(400);
    get("/chargers/SHORT-PW").problem(404);
  }

  @Test
  void shouldPageAndFilterLists() {
    for (int i = 0; i < 7; i++) {
      charger("PAGE-" + i);
    }
    JsonNode first = get("/chargers?search=PAGE-&limit=3&order=desc").json(200);
    assertThat(first.get("items").findValuesAsText("id"))
        .containsExactly("PAGE-6", "PAGE-5", "PAGE-4");
    JsonNode second =
        get("/chargers?search=PAGE-&limit=3&order=desc&cursor=" + first.get("next").asText())
            .json(200);
    assertThat(second.get("items").findValuesAsText("id"))
        .containsExactly("PAGE-3", "PAGE-2", "PAGE-1");
    assertThat(get("/chargers?online=true&search=PAGE-").json(200).get("items")).isEmpty();
  }

  @Test
  void shouldNameTheParameterOrFieldThatIsWrong() {
    assertThat(get("/chargers?limit=0").field(400)).isEqualTo("limit");
    assertThat(get("/chargers?online=maybe").field(400)).isEqualTo("online");
    assertThat(get("/chargers?cursor=xx").field(400)).isEqualTo("cursor");
    assertThat(get("/transactions?state=Sleeping").field(400)).isEqualTo("state");
    assertThat(get("/transactions?from=yesterday").field(400)).isEqualTo("from");
    assertThat(get("/transactions/abc").field(400)).isEqualTo("transactionId");
    assertThat(
            post("/chargers", Map.of("id", "X", "registration", "Maybe", "strict", false))
                .field(400))
        .isEqualTo("/registration");
    assertThat(
            post(
                    "/chargers",
                    Map.of("id", "x".repeat(49), "registration", "Accepted", "strict", false))
                .field(400))
        .isEqualTo("/id");
    assertThat(post("/tokens", Map.of("idToken", "T")).field(400)).isEqualTo("/blocked");
    assertThat(
            post("/tokens", Map.of("idToken", "T", "blocked", false, "colour", "red")).field(400))
        .isEqualTo("/colour");
    assertThat(post("/chargers/CP/commands/Reset", Map.of("type", "Medium")).field(400))
        .isEqualTo("/type");
    assertThat(
            post(
                    "/chargers/CP/commands/SetChargingProfile",
                    """
                    {"connectorId":1,"csChargingProfiles":{"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"TxProfile",
                     "chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0}]}}}
                    """)
                .field(400))
        .isEqualTo("/csChargingProfiles/chargingSchedule/chargingSchedulePeriod/0/limit");
    post("/tokens", "{broken").problem(400);
    post("/tokens", "[]").problem(400);
    post("/tokens", "x".repeat(1_100_000)).problem(413);
    get("/nothing").problem(404);
    ask("PATCH", "/chargers", null, token).problem(405);
  }

  @Test
  void shouldSendCommandsWithTheirPayload() {
    JsonNode command =
        post(
                "/chargers/CP/commands/ChangeConfiguration",
                Map.of("key", "MeterValueSampleInterval", "value", "-1"))
            .json(200);
    assertThat(command.get("request").get("value").asText())
        .as("the shape is checked, not the wisdom")
        .isEqualTo("-1");
    assertThat(command.get("response").get("status").asText()).isEqualTo("Accepted");
    assertThat(command.get("requestedBy").asText()).isEqualTo(admin.get().email());
    post("/chargers/CP/commands/ClearChargingProfile", Map.of()).json(200);
    assertThat(
            post("/chargers/NOBODY/commands/ClearCache", Map.of())
                .problem(409)
                .get("retryable")
                .asBoolean())
        .isTrue();
    JsonNode unknown = post("/chargers/SLOW/commands/ClearCache", Map.of()).problem(504);
    assertThat(unknown.get("commandState").asText()).isEqualTo("Unknown");
    assertThat(unknown.get("commandId").asText()).isEqualTo("c-1");
    post("/chargers/CP/commands/MakeCoffee", Map.of()).problem(405);
  }

  @Test
  void shouldListCommandsAndMessages() {
    charger("CP-LOG");
    Command stored =
        await(
                Bus.of(vertx)
                    .request(
                        Commands.OPEN,
                        new Commands.OpenCommand(
                            "CP-LOG", "Reset", null, "{\"type\":\"Soft\"}", "me", null, null)))
            .command();
    assertThat(
            get("/chargers/CP-LOG/commands")
                .json(200)
                .get("items")
                .get(0)
                .get("request")
                .get("type")
                .asText())
        .isEqualTo("Soft");
    assertThat(get("/chargers/CP-LOG/commands/" + stored.id()).json(200).get("state").asText())
        .isEqualTo("Queued");
    get("/chargers/CP-LOG/commands/00000000-0000-0000-0000-000000000000").problem(404);
    await(
        Bus.of(vertx)
            .request(
                Chargers.LOG,
                new Chargers.LogBatch(
                    List.of(
                        new Chargers.LogEntry(
                            "CP-LOG",
                            Clock.systemUTC().instant(),
                            Chargers.Caller.Charger,
                            "1",
                            "Heartbeat",
                            "[2]",
                            "[3]",
                            null,
                            5L,
                            null)))));
    assertThat(get("/chargers/CP-LOG/messages?action=Heartbeat").json(200).get("items")).hasSize(1);
    assertThat(get("/chargers/CP-LOG/messages?errors=true").json(200).get("items")).isEmpty();
  }

  @Test
  void shouldKeepTokens() {
    post(
            "/tokens",
            Map.of(
                "idToken",
                "A/B 1",
                "blocked",
                false,
                "expiresAt",
                "2030-01-01T00:00:00+02:00",
                "maxActiveTransactions",
                2))
        .json(201);
    assertThat(get("/tokens/A%2FB%201").json(200).get("expiresAt").asText())
        .isEqualTo("2029-12-31T22:00:00Z");
    assertThat(
            ask("PUT", "/tokens/A%2FB%201", Map.of("blocked", true), token)
                .json(200)
                .get("status")
                .asText())
        .isEqualTo("Blocked");
    assertThat(get("/tokens?status=Blocked").json(200).get("items").findValuesAsText("idToken"))
        .contains("A/B 1");
    assertThat(ask("DELETE", "/tokens/A%2FB%201", null, token).response().statusCode())
        .isEqualTo(204);
    get("/tokens/A%2FB%201").problem(404);
  }

  @Test
  void shouldGiveTheOverview() {
    JsonNode overview = get("/overview").json(200);
    assertThat(overview.get("fleet").has("chargers")).isTrue();
    assertThat(overview.get("totals").has("running")).isTrue();
  }

  @Test
  void shouldStreamEventsOfOneStationOrAll() {
    List<String> all = stream("/events", true);
    List<String> one = stream("/events?chargerId=CP-A&access_token=" + token, false);
    Bus bus = Bus.of(vertx);
    for (String id : List.of("CP-A", "CP-B")) {
      bus.publish(
          new EventBatch(
              List.of(
                  new Event(
                      "e-" + id,
                      Clock.systemUTC().instant(),
                      id,
                      new Happening.SecurityEvent("Test", null, Clock.systemUTC().instant())))));
    }
    await()
        .untilAsserted(
            () -> assertThat(all).contains("id: e-CP-A", "id: e-CP-B", "event: security_event"));
    assertThat(one).contains("id: e-CP-A").doesNotContain("id: e-CP-B");
    assertThat(all.stream().filter(line -> line.startsWith("data:")).toList().get(0))
        .contains("\"type\":\"security_event\"", "\"chargerId\":\"CP-A\"");
  }

  private List<String> stream(String path, boolean header) {
    List<String> lines = new CopyOnWriteArrayList<>();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/api/v1" + path));
    if (header) {
      request.header("Authorization", "Bearer " + token);
    }
    http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofLines())
        .thenAcceptAsync(response -> response.body().forEach(lines::add));
    await().until(() -> lines.contains(": welcome"));
    return lines;
  }

  @Test
  void shouldCutOffAListenerThatDoesNotRead() {
    StringBuilder text = new StringBuilder();
    var socket =
        await(
            vertx
                .createNetClient(
                    new io.vertx.core.net.NetClientOptions().setReceiveBufferSize(4_096))
                .connect(api.port(), "127.0.0.1"));
    socket.handler(
        buffer -> {
          text.append(buffer.getString(0, Math.min(buffer.length(), 100)));
          text.append(buffer.getString(Math.max(0, buffer.length() - 100), buffer.length()));
        });
    socket.write("GET /api/v1/events?access_token=" + token + " HTTP/1.1\r\nHost: x\r\n\r\n");
    await().until(() -> text.toString().contains("welcome"));
    socket.pause();
    String big = "x".repeat(100_000);
    for (int i = 0; i < 300; i++) {
      Bus.of(vertx)
          .publish(
              new EventBatch(
                  List.of(
                      new Event(
                          "big",
                          Clock.systemUTC().instant(),
                          "CP",
                          new Happening.SecurityEvent("Big", big, Clock.systemUTC().instant())))));
    }
    // Another listener is served all the while.
    List<String> other = stream("/events", true);
    socket.resume();
    await().untilAsserted(() -> assertThat(text.toString()).contains("event: overflow"));
    Bus.of(vertx)
        .publish(
            new EventBatch(
                List.of(
                    new Event(
                        "after",
                        Clock.systemUTC().instant(),
                        "CP",
                        new Happening.SecurityEvent("T", null, Clock.systemUTC().instant())))));
    await().untilAsserted(() -> assertThat(other).contains("id: after"));
  }

  @Test
  void shouldServeThePageTheDocumentationAndTheContractWithoutAnyForeignAddress() throws Exception {
    for (String path : List.of("/", "/chargers/CP-1", "/api/docs")) {
      HttpResponse<String> page =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'self'", "frame-ancestors 'none'");
      assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(page.body()).doesNotContain("http://", "https://");
    }
    for (String path :
        List.of(
            "/api/openapi.json", "/api/docs/swagger-ui-bundle.js", "/_static/lit/3.3.3/index.js")) {
      assertThat(
              http.send(
                      HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                          .build(),
                      HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .as(path)
          .isEqualTo(200);
    }
    for (String path :
        List.of(
            "/app/none.js",
            "/_static/../openapi.yaml",
            "/app/%2e%2e/%2e%2e/logback.xml",
            "/api/none",
            "/none.txt")) {
      assertThat(
              http.send(
                      HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                          .build(),
                      HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .as(path)
          .isEqualTo(404);
    }
  }

  private String submit(String charger) {
    String csr = "no request that could be signed";
    return await(
            Bus.of(vertx)
                .request(
                    Certificates.SUBMIT,
                    new Certificates.Submission(charger, csr, List.of(charger), false)))
        .id();
  }

  @Test
  void shouldShowTheAuthorityAndWhatStationsWantSigned() {
    charger("CERT-1");
    JsonNode authority = get("/certificate-authority").json(200);
    assertThat(authority.get("roots")).hasSize(2);
    assertThat(authority.get("certificate").asText())
        .isEqualTo(
            authority.get("roots").get(0).get("certificate").asText()
                + authority.get("roots").get(1).get("certificate").asText())
        .doesNotContain("PRIVATE");
    String id = submit("CERT-1");
    JsonNode requests = get("/signing-requests?chargerId=CERT-1&state=Rejected").json(200);
    assertThat(requests.get("items")).hasSize(1);
    assertThat(requests.get("items").get(0).get("id").asText()).isEqualTo(id);
    assertThat(get("/signing-requests?chargerId=CERT-1&state=Signed").json(200).get("items"))
        .isEmpty();
    post("/signing-requests/" + id + "/sign", Map.of()).problem(409);
    post("/signing-requests/" + id + "/reject", Map.of("reason", "late")).problem(409);
    post("/signing-requests/none/sign", Map.of()).problem(404);
    JsonNode certificates = get("/chargers/CERT-1/certificates").json(200);
    assertThat(certificates.get("clientCertificates")).isEmpty();
    assertThat(certificates.get("installed")).isEmpty();
    get("/chargers/NO-SUCH/certificates").problem(404);
  }

  @Test
  void shouldSetTheSecurityProfileOfACharger() {
    charger("PROFILE-1");
    assertThat(get("/chargers/PROFILE-1").json(200).get("securityProfile").asInt()).isZero();
    assertThat(
            ask("PUT", "/chargers/PROFILE-1/security-profile", Map.of("profile", 2), token)
                .json(200)
                .get("securityProfile")
                .asInt())
        .isEqualTo(2);
    assertThat(
            ask("PUT", "/chargers/PROFILE-1/security-profile", Map.of("profile", 4), token)
                .field(400))
        .isEqualTo("profile");
    ask("PUT", "/chargers/NO-SUCH/security-profile", Map.of("profile", 1), token).problem(404);
  }
}
