package io.galvan.simulator.station2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.testing.StandardTable;
import io.galvan.simulator.Wait;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A central system of OCPP 2.x that answers as it is told, and holds all that a station sends
 * against the official schemas.
 */
final class Central2 {
  /** A CALL it received. */
  record Received(String station, String messageId, String action, JsonObject payload) {}

  static final String NOW = "2026-01-01T00:00:00Z";

  private final Vertx vertx;
  private final OcppVersion version;
  private final Map<String, Function<Received, JsonArray>> script = new ConcurrentHashMap<>();
  private final Map<String, Consumer<String>> wires = new ConcurrentHashMap<>();
  private final Map<String, Runnable> closers = new ConcurrentHashMap<>();
  private final Map<String, Promise<JsonArray>> asked = new ConcurrentHashMap<>();
  private final Map<String, String> askedActions = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  final List<Received> received = new CopyOnWriteArrayList<>();
  final List<JsonArray> sends = new CopyOnWriteArrayList<>();
  final List<String> violations = new CopyOnWriteArrayList<>();
  final List<String> topics = new CopyOnWriteArrayList<>();
  final List<String> paths = new CopyOnWriteArrayList<>();
  private HttpServer http;
  private MqttServer mqtt;

  Central2(Vertx vertx, OcppVersion version) {
    this.vertx = vertx;
    this.version = version;
    answer("BootNotification", call -> boot("Accepted", 300));
    answer("Heartbeat", call -> new JsonObject().put("currentTime", NOW));
    answer("Authorize", call -> info("Accepted"));
    for (String accepted :
        List.of(
            "SignCertificate",
            "NotifyEVChargingNeeds",
            "NotifyEVChargingSchedule",
            "OpenPeriodicEventStream")) {
      answer(accepted, call -> new JsonObject().put("status", "Accepted"));
    }
  }

  static JsonObject boot(String status, int interval) {
    return new JsonObject().put("status", status).put("currentTime", NOW).put("interval", interval);
  }

  static JsonObject info(String status) {
    return new JsonObject().put("idTokenInfo", new JsonObject().put("status", status));
  }

  /** Answers an action with a result. */
  void answer(String action, Function<Received, JsonObject> result) {
    script.put(
        action, call -> new JsonArray().add(3).add(call.messageId()).add(result.apply(call)));
  }

  /** Answers an action with any frame; null for silence. */
  void answerFrame(String action, Function<Received, JsonArray> frame) {
    script.put(action, frame);
  }

  static JsonArray error(Received call) {
    return new JsonArray()
        .add(4)
        .add(call.messageId())
        .add("InternalError")
        .add("busy")
        .add(new JsonObject());
  }

  Future<Void> listen() {
    http =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setPerMessageWebSocketCompressionSupported(true)
                    .addWebSocketSubProtocol(version.subprotocol()))
            .webSocketHandler(this::opened);
    mqtt =
        MqttServer.create(vertx, new MqttServerOptions().setPort(0).setHost("127.0.0.1"))
            .endpointHandler(this::opened);
    return http.listen(0, "127.0.0.1").compose(up -> mqtt.listen()).mapEmpty();
  }

  String url() {
    return "ws://127.0.0.1:" + http.actualPort() + "/ocpp";
  }

  int mqttPort() {
    return mqtt.actualPort();
  }

  private void opened(ServerWebSocket socket) {
    String id = socket.path().substring(socket.path().lastIndexOf('/') + 1);
    paths.add(socket.path());
    wires.put(id, socket::writeTextMessage);
    closers.put(id, socket::close);
    socket.textMessageHandler(text -> take(id, text, socket::writeTextMessage));
  }

  private void opened(MqttEndpoint endpoint) {
    String id = endpoint.clientIdentifier();
    String topic = "ocpp/" + version.subprotocol().substring("ocpp".length()) + "/" + id;
    Consumer<String> wire =
        text ->
            endpoint.publish(
                topic + "/down", Buffer.buffer(text), MqttQoS.AT_LEAST_ONCE, false, false);
    endpoint.subscribeHandler(
        subscribe -> {
          subscribe.topicSubscriptions().forEach(each -> topics.add(each.topicName()));
          endpoint.subscribeAcknowledge(subscribe.messageId(), List.of(MqttQoS.AT_LEAST_ONCE));
          wires.put(id, wire);
          closers.put(id, endpoint::close);
        });
    endpoint.publishHandler(
        message -> {
          endpoint.publishAcknowledge(message.messageId());
          topics.add(message.topicName());
          if (message.topicName().equals(topic + "/up")) {
            take(id, message.payload().toString(), wire);
          }
        });
    endpoint.accept(false);
  }

  private void take(String id, String text, Consumer<String> wire) {
    JsonArray frame = new JsonArray(text);
    switch (frame.getInteger(0)) {
      case 2 -> answer(id, frame, wire);
      case 6 -> {
        check(frame.getString(2), frame.getJsonObject(3));
        sends.add(frame);
      }
      default -> {
        String action = askedActions.remove(frame.getString(1));
        if (frame.getInteger(0) == 3 && action != null) {
          check(action + "Response", frame.getJsonObject(2));
        }
        Promise<JsonArray> waiting = asked.remove(frame.getString(1));
        if (waiting != null) {
          waiting.complete(frame);
        }
      }
    }
  }

  private void answer(String id, JsonArray frame, Consumer<String> wire) {
    Received call =
        new Received(id, frame.getString(1), frame.getString(2), frame.getJsonObject(3));
    check(call.action() + "Request", call.payload());
    received.add(call);
    JsonArray answer =
        script
            .getOrDefault(
                call.action(),
                any -> new JsonArray().add(3).add(call.messageId()).add(new JsonObject()))
            .apply(call);
    if (answer != null) {
      wire.accept(answer.encode());
    }
  }

  private StandardTable table() {
    return StandardTable.of(version.subprotocol().substring("ocpp".length()));
  }

  private void check(String name, JsonObject payload) {
    table()
        .errors(name, payload.encode())
        .forEach(error -> violations.add(name + ": " + error + " in " + payload.encode()));
  }

  /** Calls a station; gives the whole answer frame. */
  JsonArray call(String id, String action, JsonObject payload) {
    table()
        .errors(action + "Request", payload.encode())
        .forEach(error -> violations.add("the test's own " + action + ": " + error));
    return callUnchecked(id, action, payload);
  }

  /** The same with anything. */
  JsonArray callUnchecked(String id, String action, JsonObject payload) {
    String messageId = "c" + ids.incrementAndGet();
    Promise<JsonArray> promise = Promise.promise();
    asked.put(messageId, promise);
    askedActions.put(messageId, action);
    wires.get(id).accept(new JsonArray().add(2).add(messageId).add(action).add(payload).encode());
    return Wait.get(promise.future());
  }

  /** The result of a call. */
  JsonObject result(String id, String action, JsonObject payload) {
    JsonArray answer = call(id, action, payload);
    if (answer.getInteger(0) != 3) {
      throw new AssertionError(answer.encode());
    }
    return answer.getJsonObject(2);
  }

  /** Closes a station's connection. */
  void close(String id) {
    closers.get(id).run();
  }

  /** The received calls of some actions, in order. */
  List<JsonObject> calls(String... actions) {
    List<String> wanted = List.of(actions);
    return received.stream()
        .filter(call -> wanted.contains(call.action()))
        .map(Received::payload)
        .toList();
  }
}
