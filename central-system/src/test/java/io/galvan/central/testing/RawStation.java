package io.galvan.central.testing;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.TopicLevel;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A charging station of a test that sends texts as they are, over either transport. */
public interface RawStation {
  /** Sends one text. */
  void send(String text);

  /** The next text received; fails when none comes within ten seconds. */
  default String receive() {
    try {
      String text = received().poll(10, TimeUnit.SECONDS);
      if (text == null) {
        throw new AssertionError("nothing was received");
      }
      return text;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a text and gives the answer. */
  default String ask(String text) {
    send(text);
    return receive();
  }

  BlockingQueue<String> received();

  /** Completes when the server closed the connection, or we did. */
  CompletableFuture<String> closed();

  void close();

  /** Connects over WebSocket; fails when the upgrade is refused. */
  static Future<RawStation> webSocket(Vertx vertx, int port, String id, @Nullable String password) {
    return webSocket(
        vertx,
        port,
        "/ocpp/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"),
        password == null ? null : id + ":" + password,
        List.of(OcppVersion.V1_6.subprotocol()));
  }

  /** Connects over WebSocket with any path, login and subprotocols. */
  static Future<RawStation> webSocket(
      Vertx vertx, int port, String path, @Nullable String login, List<String> subprotocols) {
    return webSocket(vertx, new WebSocketClientOptions(), port, path, login, subprotocols);
  }

  /** Connects over WebSocket as the options say, such as over TLS. */
  static Future<RawStation> webSocket(
      Vertx vertx,
      WebSocketClientOptions how,
      int port,
      String path,
      @Nullable String login,
      List<String> subprotocols) {
    WebSocketClient client =
        vertx.createWebSocketClient(how.setMaxFrameSize(4 << 20).setMaxMessageSize(4 << 20));
    WebSocketConnectOptions options =
        new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI(path);
    if (!subprotocols.isEmpty()) {
      options.setSubProtocols(subprotocols);
    }
    if (login != null) {
      options.putHeader(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }
    return client.connect(options).map(socket -> new WebSocketStation(client, socket));
  }

  /** Connects over MQTT and subscribes to its own down topic. */
  static Future<RawStation> mqtt(Vertx vertx, int port, String id, @Nullable String password) {
    return mqtt(vertx, new MqttClientOptions(), port, id, password);
  }

  /** Connects over MQTT as the options say, such as over TLS. */
  static Future<RawStation> mqtt(
      Vertx vertx, MqttClientOptions how, int port, String id, @Nullable String password) {
    return mqtt(vertx, how, port, OcppVersion.V1_6, id, password);
  }

  /** Connects over MQTT with the topics of a version. */
  static Future<RawStation> mqtt(
      Vertx vertx,
      MqttClientOptions how,
      int port,
      OcppVersion version,
      String id,
      @Nullable String password) {
    String topic =
        "ocpp/"
            + version.subprotocol().substring("ocpp".length())
            + "/"
            + TopicLevel.encode(id)
            + "/";
    MqttClientOptions options = how.setClientId(id).setMaxMessageSize(4 << 20);
    // It sends as far ahead as a test wants.
    options.setMaxInflightQueue(Math.max(1_000, options.getMaxInflightQueue()));
    if (password != null) {
      options.setUsername(id).setPassword(password);
    }
    MqttClient client = MqttClient.create(vertx, options);
    MqttStation station = new MqttStation(client, topic);
    return client
        .connect(port, "127.0.0.1")
        .compose(ok -> client.subscribe(topic + "down", 1))
        .map(station);
  }

  /**
   * Connects to an external broker: subscribes, says that it is online and has the broker say when
   * it is not.
   */
  static Future<RawStation> broker(Vertx vertx, int port, String id, @Nullable String password) {
    return broker(vertx, new MqttClientOptions(), port, id, password);
  }

  /** As the options say, such as with a session that outlives the connection. */
  static Future<RawStation> broker(
      Vertx vertx, MqttClientOptions how, int port, String id, @Nullable String password) {
    String topic = "ocpp/1.6/" + TopicLevel.encode(id) + "/";
    MqttClientOptions will =
        how.setWillFlag(true)
            .setWillTopic(topic + "status")
            .setWillMessageBytes(Buffer.buffer("offline"))
            .setWillQoS(1)
            .setWillRetain(true);
    return mqtt(vertx, will, port, id, password)
        .onSuccess(
            station ->
                ((MqttStation) station)
                    .client.publish(
                        topic + "status",
                        Buffer.buffer("online"),
                        MqttQoS.AT_LEAST_ONCE,
                        false,
                        true));
  }

  /** Over WebSocket. */
  final class WebSocketStation implements RawStation {
    public final WebSocket socket;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();

    /** Held because a client that nobody holds is closed with its sockets. */
    private final WebSocketClient client;

    WebSocketStation(WebSocketClient client, WebSocket socket) {
      this.client = client;
      this.socket = socket;
      socket.textMessageHandler(received::add);
      socket.closeHandler(
          ignored -> closed.complete(socket.closeStatusCode() + " " + socket.closeReason()));
    }

    @Override
    public void send(String text) {
      socket.writeTextMessage(text);
    }

    @Override
    public BlockingQueue<String> received() {
      return received;
    }

    @Override
    public CompletableFuture<String> closed() {
      return closed;
    }

    @Override
    public void close() {
      client.close();
    }
  }

  /** Over MQTT. */
  final class MqttStation implements RawStation {
    public final MqttClient client;
    private final String topic;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();

    MqttStation(MqttClient client, String topic) {
      this.client = client;
      this.topic = topic;
      client.publishHandler(message -> received.add(message.payload().toString()));
      client.closeHandler(ignored -> closed.complete("closed"));
    }

    @Override
    public void send(String text) {
      client.publish(topic + "up", Buffer.buffer(text), MqttQoS.AT_LEAST_ONCE, false, false);
    }

    @Override
    public BlockingQueue<String> received() {
      return received;
    }

    @Override
    public CompletableFuture<String> closed() {
      return closed;
    }

    @Override
    public void close() {
      // A goodbye would keep an external broker from publishing the last will.
      client.publish(
          topic + "status", Buffer.buffer("offline"), MqttQoS.AT_LEAST_ONCE, false, true);
      client.disconnect();
    }
  }
}
