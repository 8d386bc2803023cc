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
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A control door over real HTTP, to a station of 1.6 that runs and one of 2.1. */
abstract class ControlDoorFixture {
  record Answer(int status, String text, Map<String, String> headers) {
    JsonObject json() {
      return new JsonObject(text);
    }
  }

  /** Closing a WebSocket may wait for the other side. */
  static final Duration LONG = Duration.ofSeconds(30);

  final Vertx vertx = Vertx.vertx();
  final ScriptedCentral central = new ScriptedCentral(vertx);
  final HttpClient client = vertx.createHttpClient();
  final ControlToken token = ControlToken.random();
  final ControlDoor door = new ControlDoor(vertx, Clock.systemUTC(), 2, token);
  ChargingStation station;
  ChargingStation second;

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

  int port() {
    return URI.create(door.url()).getPort();
  }

  Answer send(HttpMethod method, String path, Map<String, String> headers, String body) {
    RequestOptions options =
        new RequestOptions().setMethod(method).setHost("127.0.0.1").setPort(port()).setURI(path);
    options.putHeader("Authorization", "Bearer " + token.text());
    headers.forEach(options::putHeader);
    return get(
        client
            .request(options)
            // The body is asked for on the event loop, before it can have passed.
            .compose(
                request -> request.send(Buffer.buffer(body)).compose(ControlDoorFixture::answer)));
  }

  static Future<Answer> answer(HttpClientResponse response) {
    Map<String, String> headers = new LinkedHashMap<>();
    response.headers().forEach(each -> headers.put(each.getKey(), each.getValue()));
    return response.body().map(body -> new Answer(response.statusCode(), body.toString(), headers));
  }

  Answer look(String path) {
    return send(HttpMethod.GET, path, Map.of(), "");
  }

  Answer act(String name, JsonObject fields) {
    return send(
        HttpMethod.POST,
        "/stations/CP%201/" + name,
        Map.of("Content-Type", "application/json"),
        fields.encode());
  }

  JsonObject done(String name, JsonObject fields) {
    Answer answer = act(name, fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().getBoolean("ok")).isTrue();
    return answer.json();
  }

  static JsonObject none() {
    return new JsonObject();
  }

  JsonObject shown() {
    return look("/stations/CP%201").json();
  }

  JsonArray frames() {
    return new JsonArray(look("/stations/CP%201/frames").text());
  }

  JsonObject onlyHeld() {
    await().until(() -> !shown().getJsonArray("held").isEmpty());
    assertThat(shown().getJsonArray("held")).hasSize(1);
    return shown().getJsonArray("held").getJsonObject(0);
  }
}
