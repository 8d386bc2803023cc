package io.galvan.simulator.control;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.ScriptedCentral;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.station.SimulatedStation;
import io.galvan.simulator.station2.SimulatedStation2;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The control door over real HTTP. */
class ControlDoorTest {
  private record Answer(int status, String text, Map<String, String> headers) {
    JsonObject json() {
      return new JsonObject(text);
    }
  }

  /** Closing a WebSocket may wait for the other side. */
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final ScriptedCentral central = new ScriptedCentral(vertx);
  private final HttpClient client = vertx.createHttpClient();
  private final ControlDoor door = new ControlDoor(vertx, Clock.systemUTC(), 2);
  private ChargingStation station;
  private ChargingStation second;

  @BeforeEach
  void open() {
    get(central.listen());
    station =
        SimulatedStation.builder(vertx)
            .id("CP 1")
            .webSocket(central.url())
            .connectors(2)
            .wrap(door.over("CP 1"))
            .build();
    second =
        SimulatedStation2.builder(vertx, OcppVersion.V2_1)
            .id("CS-2")
            .webSocket(central.url())
            .wrap(door.over("CS-2"))
            .build();
    get(station.start());
    get(door.open(List.of(station, second), 0));
    await().until(station::accepted);
  }

  @AfterEach
  void close() {
    get(vertx.close());
  }

  private int port() {
    return URI.create(door.url()).getPort();
  }

  private Answer send(HttpMethod method, String path, Map<String, String> headers, String body) {
    RequestOptions options =
        new RequestOptions().setMethod(method).setHost("127.0.0.1").setPort(port()).setURI(path);
    headers.forEach(options::putHeader);
    return get(
        client
            .request(options)
            // The body is asked for on the event loop, before it can have passed.
            .compose(
                request -> request.send(Buffer.buffer(body)).compose(ControlDoorTest::answer)));
  }

  private static Future<Answer> answer(HttpClientResponse response) {
    Map<String, String> headers = new LinkedHashMap<>();
    response.headers().forEach(each -> headers.put(each.getKey(), each.getValue()));
    return response.body().map(body -> new Answer(response.statusCode(), body.toString(), headers));
  }

  private Answer look(String path) {
    return send(HttpMethod.GET, path, Map.of(), "");
  }

  private Answer act(String name, JsonObject fields) {
    return send(
        HttpMethod.POST,
        "/stations/CP%201/" + name,
        Map.of("Content-Type", "application/json"),
        fields.encode());
  }

  private JsonObject done(String name, JsonObject fields) {
    Answer answer = act(name, fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().getBoolean("ok")).isTrue();
    return answer.json();
  }

  private static JsonObject none() {
    return new JsonObject();
  }

  private JsonObject shown() {
    return look("/stations/CP%201").json();
  }

  private JsonArray frames() {
    return new JsonArray(look("/stations/CP%201/frames").text());
  }

  private JsonObject onlyHeld() {
    await().until(() -> !shown().getJsonArray("held").isEmpty());
    assertThat(shown().getJsonArray("held")).hasSize(1);
    return shown().getJsonArray("held").getJsonObject(0);
  }

  @Test
  void shouldListStationsWithTheirConnectors() {
    JsonObject all = look("/stations").json();
    assertThat(all.getInteger("total")).isEqualTo(2);
    JsonObject first = all.getJsonArray("stations").getJsonObject(0);
    assertThat(first.getString("id")).isEqualTo("CP 1");
    assertThat(first.getString("ocpp")).isEqualTo("1.6");
    assertThat(first.getBoolean("connected")).isTrue();
    assertThat(first.getString("registration")).isEqualTo("Accepted");
    assertThat(first.getJsonArray("connectors")).hasSize(2);
    assertThat(look("/stations?q=CS").json().getInteger("total")).isEqualTo(1);
    assertThat(look("/stations?from=1&limit=5").json().getJsonArray("stations")).hasSize(1);
    assertThat(look("/stations/CP%201/settings").json().getString("HeartbeatInterval"))
        .isEqualTo("300");
  }

  @Test
  void shouldPlayADriverAndAFitter() {
    done("plug", new JsonObject().put("connector", 2).put("socPercent", 50));
    assertThat(station.state(2).name()).isEqualTo("Preparing");
    JsonObject tag = new JsonObject().put("connector", 2).put("tag", "T");
    assertThat(done("tag", tag).getString("result")).isEqualTo("Accepted");
    await().until(() -> station.watt(2) > 0);
    done("power", new JsonObject().put("connector", 2).put("kw", 3.5));
    await().until(() -> station.watt(2) == 3_500);
    done("suspend", new JsonObject().put("connector", 2));
    await().until(() -> station.state(2).name().equals("SuspendedEV"));
    done("fault", new JsonObject().put("connector", 1));
    assertThat(station.state(1).name()).isEqualTo("Faulted");
    done("clear-fault", none());
    done("set", new JsonObject().put("name", "HeartbeatInterval").put("value", "77"));
    assertThat(station.configuration("HeartbeatInterval")).contains("77");
    done("drop", none());
    await().atMost(LONG).until(() -> central.authorizations.size() >= 2);
    await().atMost(LONG).until(station::connected);
    done("offline", none());
    await().atMost(LONG).until(() -> !shown().getBoolean("connected"));
    done("online", none());
    await().until(station::connected);
    done("send", new JsonObject().put("frame", new JsonArray("[2,\"x\",\"DataTransfer\",{}]")));
    await().until(() -> !central.calls("DataTransfer").isEmpty());
    done("reboot", none());
    await().atMost(LONG).until(() -> central.calls("BootNotification").size() == 2);
  }

  @Test
  void shouldShowFramesOfBothDirectionsSinceANumber() {
    central.call("CP%201", "ClearCache", none());
    await().until(() -> frames().size() >= 4);
    JsonArray all = frames();
    JsonObject first = all.getJsonObject(0);
    assertThat(first.getString("direction")).isEqualTo("out");
    assertThat(first.getString("action")).isEqualTo("BootNotification");
    assertThat(first.getString("fate")).isEqualTo("passed");
    assertThat(all.getJsonObject(1).getString("action")).isEqualTo("BootNotification");
    assertThat(all.getJsonObject(1).getString("direction")).isEqualTo("in");
    assertThat(all.encode()).contains("ClearCache");
    long number = first.getLong("number");
    JsonArray later = new JsonArray(look("/stations/CP%201/frames?after=" + number).text());
    assertThat(later).hasSizeGreaterThanOrEqualTo(all.size() - 1);
    assertThat(later.getJsonObject(0)).isEqualTo(all.getJsonObject(1));
  }

  @Test
  void shouldHoldACallAndLetItGoEdited() {
    done("hold", new JsonObject().put("direction", "out").put("action", "StartTransaction"));
    done("plug", none());
    done("tag", new JsonObject().put("tag", "T"));
    JsonObject held = onlyHeld();
    assertThat(held.getString("action")).isEqualTo("StartTransaction");
    assertThat(central.calls("StartTransaction")).isEmpty();
    assertThat(shown().getJsonArray("holds")).isEmpty();
    String edited = held.getString("text").replace("\"T\"", "\"EDITED\"");
    done("release", new JsonObject().put("held", held.getLong("held")).put("text", edited));
    await().until(() -> station.transaction(1).isPresent());
    assertThat(central.calls("StartTransaction").get(0).payload().getString("idTag"))
        .isEqualTo("EDITED");
    assertThat(frames().encode()).contains("\"fate\":\"held\"").contains("\"fate\":\"edited\"");
    assertThat(act("release", new JsonObject().put("held", held.getLong("held"))).status())
        .isEqualTo(404);
  }

  @Test
  void shouldHoldAnAnswerOnItsWayBackAndEditIt() {
    done("hold", new JsonObject().put("direction", "in").put("action", "StartTransaction"));
    done("plug", none());
    done("tag", new JsonObject().put("tag", "T"));
    JsonObject held = onlyHeld();
    assertThat(held.getString("direction")).isEqualTo("in");
    JsonArray answer = new JsonArray(held.getString("text"));
    answer.getJsonObject(2).put("transactionId", 4711);
    done("release", new JsonObject().put("held", held.getLong("held")).put("frame", answer));
    await().until(() -> station.transaction(1).orElse("").equals("4711"));
  }

  @Test
  void shouldLoseAFrameThatIsHeld() {
    done("hold", new JsonObject().put("direction", "in").put("action", "ClearCache"));
    Future<JsonArray> answer = central.ask("CP%201", "ClearCache", none());
    done("discard", new JsonObject().put("held", onlyHeld().getLong("held")));
    assertThat(shown().getJsonArray("held")).isEmpty();
    assertThat(frames().encode()).contains("\"fate\":\"discarded\"");
    // The next one passes.
    assertThat(central.call("CP%201", "ClearCache", none()).getInteger(0)).isEqualTo(3);
    assertThat(answer.isComplete()).isFalse();
  }

  @Test
  void shouldHoldSoManyAndNoMore() {
    done("hold", new JsonObject().put("action", "DataTransfer").put("times", 2));
    done("hold", new JsonObject().put("action", "Heartbeat"));
    for (int i = 0; i < 3; i++) {
      station.send("[2,\"d" + i + "\",\"DataTransfer\",{}]");
    }
    await().until(() -> central.calls("DataTransfer").size() == 1);
    assertThat(central.calls("DataTransfer").get(0).messageId()).isEqualTo("d2");
    assertThat(shown().getJsonArray("held")).hasSize(2);
    assertThat(shown().getJsonArray("holds").encode()).contains("Heartbeat");
    done("unhold", none());
    assertThat(shown().getJsonArray("holds")).isEmpty();
  }

  @Test
  void shouldKeepOnlySoManyFrames() {
    for (int i = 0; i < 600; i++) {
      get(station.send("[2,\"f" + i + "\",\"DataTransfer\",{}]"));
    }
    get(station.send("[2,\"big\",\"DataTransfer\",{\"data\":\"" + "x".repeat(50_000) + "\"}]"));
    JsonArray kept = frames();
    assertThat(kept.size()).isLessThanOrEqualTo(500);
    JsonObject large =
        kept.stream()
            .map(JsonObject.class::cast)
            .filter(each -> each.getInteger("size") > 50_000)
            .findFirst()
            .orElseThrow();
    assertThat(large.getString("text")).hasSize(Frame.LONGEST_SHOWN);
  }

  @Test
  void shouldTakeCommandsAsJsonLinesAndAnswerEach() {
    Answer answer =
        send(
            HttpMethod.POST,
            "/lines",
            Map.of("Content-Type", "application/x-ndjson"),
            """
            {"station":"CP 1","do":"plug"}
            {"station":"CP 1","do":"plug"}
            no json

            {"station":"CP 9","do":"plug"}
            {"station":"CP 1","do":"tag","tag":"T"}
            """);
    assertThat(answer.status()).isEqualTo(200);
    List<JsonObject> lines = answer.text().lines().map(JsonObject::new).toList();
    assertThat(lines.stream().map(line -> line.getBoolean("ok")))
        .containsExactly(true, false, false, false, true);
    assertThat(lines.get(3).getString("error")).isEqualTo("there is no station CP 9");
    assertThat(lines.get(4).getString("result")).isEqualTo("Accepted");
  }

  @Test
  void shouldTellFramesAsTheyCome() {
    List<String> lines = new CopyOnWriteArrayList<>();
    RequestOptions options =
        new RequestOptions().setHost("127.0.0.1").setPort(port()).setURI("/frames?station=CP%201");
    HttpClientResponse following =
        get(
            client
                .request(options)
                .compose(
                    request ->
                        request
                            .send()
                            .map(
                                response ->
                                    response.handler(
                                        part -> part.toString().lines().forEach(lines::add)))));
    get(station.send("[2,\"a\",\"DataTransfer\",{}]"));
    await().until(() -> lines.size() >= 2);
    assertThat(new JsonObject(lines.get(0)).getString("action")).isEqualTo("DataTransfer");
    assertThat(new JsonObject(lines.get(0)).getString("station")).isEqualTo("CP 1");
    get(following.request().connection().close());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // What a foreign page in a browser on this machine could try.
        "Host           | evil.example            | 421",
        "Host           | evil.example:PORT       | 421",
        "Origin         | http://evil.example     | 403",
        "Origin         | null                    | 403",
        "Origin         | http://127.0.0.1:1      | 403",
        "Origin         | https://127.0.0.1:PORT  | 403",
        "Sec-Fetch-Site | cross-site              | 403",
        "Sec-Fetch-Site | same-site               | 403",
        "Sec-Fetch-Site | none                    | 403",
        "Content-Type   | text/plain              | 415",
        "Content-Type   | application/x-www-form-urlencoded | 415",
        "Content-Type   | multipart/form-data; boundary=x | 415",
        "Content-Type   | text/plain;application/json | 415",
      })
  void shouldNotBeDrivenByAForeignPage(String name, String value, int status) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put(name, value.replace("PORT", Integer.toString(port())));
    Answer answer = send(HttpMethod.POST, "/stations/CP%201/fault", headers, "{}");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers()).doesNotContainKey("Access-Control-Allow-Origin");
    assertThat(station.state(1).name()).isEqualTo("Available");
    if (!name.equals("Content-Type") && !value.equals("none")) {
      assertThat(send(HttpMethod.GET, "/stations", headers, "").status()).isEqualTo(status);
    }
    assertThat(send(HttpMethod.OPTIONS, "/stations/CP%201/fault", headers, "").status())
        .isGreaterThanOrEqualTo(400);
  }

  @Test
  void shouldLetItsOwnPageIn() {
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/json; charset=utf-8",
            "Host",
            "localhost:" + port(),
            "Origin",
            "http://localhost:" + port(),
            "Sec-Fetch-Site",
            "same-origin");
    assertThat(send(HttpMethod.POST, "/stations/CP%201/fault", headers, "{}").status())
        .isEqualTo(200);
    assertThat(send(HttpMethod.GET, "/", Map.of("Sec-Fetch-Site", "none"), "").text())
        .contains("<title>Simulated stations</title>")
        .doesNotContain("onclick=", "<script>", "style=");
    for (String file : List.of("/", "/control.js", "/control.css")) {
      Answer answer = look(file);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers().get("Content-Security-Policy"))
          .contains("default-src 'none'", "frame-ancestors 'none'");
      assertThat(answer.headers()).containsEntry("X-Content-Type-Options", "nosniff");
    }
    assertThat(look("/control.js").text()).doesNotContain("innerHTML", "http:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plug    | {\"connector\":3}           | 400 | there is no connector 3",
        "plug    | {\"connector\":1.5}         | 400 | must be a whole number",
        "plug    | {\"conector\":1}            | 400 | there is no field 'conector'",
        "plug    | {\"socPercent\":101}        | 400 | 0 to 100 %",
        "plug    | [1]                         | 400 | no JSON object",
        "plug    | {                           | 400 | no JSON object",
        "unplug  | {}                          | 200 | true",
        "tag     | {}                          | 400 | 'tag' is needed",
        "fly     | {}                          | 404 | there is no action 'fly'",
        "set     | {\"name\":\"Nothing\",\"value\":\"1\"} | 409 | Nothing",
        "set     | {\"name\":\"HeartbeatInterval\",\"value\":\"soon\"} | 409 | soon",
        "hold    | {\"direction\":\"up\"}       | 400 | in, out or both",
        "hold    | {\"times\":0}               | 400 | 1 to 1000",
        "release | {\"held\":7}                | 404 | no frame 7 is held",
        "send    | {\"frame\":7}               | 400 | must be an array",
        "send    | {}                          | 400 | 'text' is needed",
      })
  void shouldRefuseWhatMakesNoSense(String name, String body, int status, String message) {
    Answer answer =
        send(
            HttpMethod.POST,
            "/stations/CP%201/" + name,
            Map.of("Content-Type", "application/json"),
            body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.text()).contains(message);
  }

  @Test
  void shouldRefuseUnknownPlacesAndLargeBodies() {
    assertThat(look("/nowhere").status()).isEqualTo(404);
    assertThat(look("/stations/CP-9").status()).isEqualTo(404);
    assertThat(look("/stations/%zz").status()).isEqualTo(400);
    assertThat(look("/stations?from=x").status()).isEqualTo(400);
    assertThat(send(HttpMethod.PUT, "/stations", Map.of(), "").status()).isEqualTo(405);
    String large = "{\"text\":\"" + "x".repeat(1 << 20) + "\"}";
    assertThat(
            send(
                    HttpMethod.POST,
                    "/stations/CP%201/send",
                    Map.of("Content-Type", "application/json"),
                    large)
                .status())
        .isEqualTo(413);
  }

  @Test
  void shouldListenOnTheLoopbackInterfaceOnly() {
    Future<NetSocket> other = vertx.createNetClient().connect(port(), "127.0.0.2");
    await().until(other::isComplete);
    assertThat(other.failed()).isTrue();
  }

  @Test
  void shouldDriveAStationOf21() {
    get(second.start());
    await().until(second::accepted);
    JsonObject set = new JsonObject().put("name", "TxCtrlr.EVConnectionTimeOut").put("value", "5");
    Map<String, String> json = Map.of("Content-Type", "application/json");
    assertThat(send(HttpMethod.POST, "/stations/CS-2/set", json, set.encode()).status())
        .isEqualTo(200);
    assertThat(second.configuration("TxCtrlr.EVConnectionTimeOut")).contains("5");
    set.put("value", "many");
    assertThat(send(HttpMethod.POST, "/stations/CS-2/set", json, set.encode()).status())
        .isEqualTo(409);
    assertThat(look("/stations/CS-2/frames").text()).contains("BootNotification");
  }
}
