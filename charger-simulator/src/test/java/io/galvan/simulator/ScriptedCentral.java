package io.galvan.simulator;

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

/** A central system that answers as it is told; over WebSocket and MQTT, on ports of the system. */
public final class ScriptedCentral {
  /** A CALL it received. */
  public record Received(String station, String messageId, String action, JsonObject payload) {}

  private static final String NOW = "2026-01-01T00:00:00Z";

  private final Vertx vertx;
  private final Map<String, Function<Received, JsonArray>> script = new ConcurrentHashMap<>();
  private final Map<String, Consumer<String>> wires = new ConcurrentHashMap<>();
  private final Map<String, Runnable> closers = new ConcurrentHashMap<>();
  private final Map<String, Promise<JsonArray>> asked = new ConcurrentHashMap<>();
  private final AtomicInteger transactions = new AtomicInteger(100);
  private final AtomicInteger ids = new AtomicInteger();
  public final List<Received> received = new CopyOnWriteArrayList<>();
  public final List<String> statusTopics = new CopyOnWriteArrayList<>();
  public final List<String> authorizations = new CopyOnWriteArrayList<>();
  private HttpServer http;
  private MqttServer mqtt;

  public ScriptedCentral(Vertx vertx) {
    this.vertx = vertx;
    answer(
        "BootNotification",
        call ->
            new JsonObject()
                .put("status", "Accepted")
                .put("currentTime", NOW)
                .put("interval", 300));
    answer("Heartbeat", call -> new JsonObject().put("currentTime", NOW));
    answer("Authorize", call -> call.payload().containsKey("idToken") ? known() : accepted());
    answer(
        "StartTransaction",
        call -> accepted().put("transactionId", transactions.incrementAndGet()));
    answer("TransactionEvent", call -> known());
    answer("SignCertificate", call -> new JsonObject().put("status", "Accepted"));
  }

  public static JsonObject accepted() {
    return new JsonObject().put("idTagInfo", new JsonObject().put("status", "Accepted"));
  }

  private static JsonObject known() {
    return new JsonObject().put("idTokenInfo", new JsonObject().put("status", "Accepted"));
  }

  /** Answers an action with a result. */
  public void answer(String action, Function<Received, JsonObject> result) {
    script.put(
        action, call -> new JsonArray().add(3).add(call.messageId()).add(result.apply(call)));
  }

  /** Answers an action with any frame; null for silence. */
  public void answerFrame(String action, Function<Received, JsonArray> frame) {
    script.put(action, frame);
  }

  public static JsonArray error(Received call) {
    return new JsonArray()
        .add(4)
        .add(call.messageId())
        .add("InternalError")
        .add("busy")
        .add(new JsonObject());
  }

  public Future<Void> listen() {
    http =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .addWebSocketSubProtocol("ocpp1.6")
                    .addWebSocketSubProtocol("ocpp2.0.1")
                    .addWebSocketSubProtocol("ocpp2.1"))
            .webSocketHandshakeHandler(
                shake -> {
                  authorizations.add(String.valueOf(shake.headers().get("Authorization")));
                  shake.accept();
                })
            .webSocketHandler(this::opened);
    mqtt =
        MqttServer.create(vertx, new MqttServerOptions().setPort(0).setHost("127.0.0.1"))
            .endpointHandler(this::opened);
    return http.listen(0, "127.0.0.1").compose(up -> mqtt.listen()).mapEmpty();
  }

  public String url() {
    return "ws://127.0.0.1:" + http.actualPort() + "/ocpp";
  }

  public int mqttPort() {
    return mqtt.actualPort();
  }

  private void opened(ServerWebSocket socket) {
    String id = socket.path().substring("/ocpp/".length());
    wires.put(id, socket::writeTextMessage);
    closers.put(id, socket::close);
    socket.textMessageHandler(text -> take(id, text, socket::writeTextMessage));
  }

  private void opened(MqttEndpoint endpoint) {
    String id = endpoint.clientIdentifier();
    String topic = "ocpp/1.6/" + id;
    authorizations.add(
        endpoint.auth() == null
            ? "null"
            : endpoint.auth().getUsername() + ":" + endpoint.auth().getPassword());
    statusTopics.add(
        "will " + endpoint.will().getWillMessage() + " " + endpoint.will().isWillRetain());
    Consumer<String> wire =
        text ->
            endpoint.publish(
                topic + "/down", Buffer.buffer(text), MqttQoS.AT_LEAST_ONCE, false, false);
    endpoint.subscribeHandler(
        subscribe -> {
          endpoint.subscribeAcknowledge(subscribe.messageId(), List.of(MqttQoS.AT_LEAST_ONCE));
          wires.put(id, wire);
          closers.put(id, endpoint::close);
        });
    endpoint.publishHandler(
        message -> {
          endpoint.publishAcknowledge(message.messageId());
          if (message.topicName().equals(topic + "/up")) {
            take(id, message.payload().toString(), wire);
          } else {
            statusTopics.add(
                message.topicName() + " " + message.payload() + " " + message.isRetain());
          }
        });
    endpoint.accept(false);
  }

  private void take(String id, String text, Consumer<String> wire) {
    JsonArray frame = new JsonArray(text);
    if (frame.getInteger(0) != 2) {
      Promise<JsonArray> waiting = asked.remove(frame.getString(1));
      if (waiting != null) {
        waiting.complete(frame);
      }
      return;
    }
    Received call =
        new Received(id, frame.getString(1), frame.getString(2), frame.getJsonObject(3));
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

  /** Calls a station; gives the whole answer frame. */
  public JsonArray call(String id, String action, JsonObject payload) {
    String messageId = "c" + ids.incrementAndGet();
    return call(id, messageId, action, payload);
  }

  /** Calls a station under a message id of the test's. */
  public JsonArray call(String id, String messageId, String action, JsonObject payload) {
    return Wait.get(ask(id, messageId, action, payload));
  }

  /** Calls a station without waiting; the whole answer frame comes later. */
  public Future<JsonArray> ask(String id, String action, JsonObject payload) {
    return ask(id, "c" + ids.incrementAndGet(), action, payload);
  }

  private Future<JsonArray> ask(String id, String messageId, String action, JsonObject payload) {
    Promise<JsonArray> promise = Promise.promise();
    asked.put(messageId, promise);
    wires.get(id).accept(new JsonArray().add(2).add(messageId).add(action).add(payload).encode());
    return promise.future();
  }

  /** The result of a call, as an object. */
  public JsonObject result(String id, String action, JsonObject payload) {
    JsonArray answer = call(id, action, payload);
    if (answer.getInteger(0) != 3) {
      throw new AssertionError(answer.encode());
    }
    return answer.getJsonObject(2);
  }

  /** Closes a station's connection. */
  public void close(String id) {
    closers.get(id).run();
  }

  /** The received calls of some actions, in order. */
  public List<Received> calls(String... actions) {
    List<String> wanted = List.of(actions);
    return received.stream()
        .filter(call -> wanted.isEmpty() || wanted.contains(call.action()))
        .toList();
  }
}
