package io.galvan.simulator.transport.mqtt;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.TopicLevel;
import io.galvan.simulator.transport.ConnectFailure;
import io.galvan.simulator.transport.TlsFiles;
import io.galvan.simulator.transport.Transport;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** OCPP-J over MQTT 3.1.1: a topic up, a topic down and a retained status, all of QoS 1. */
public final class MqttTransport implements Transport {
  private static final int MAX_MESSAGE_BYTES = 1 << 20;
  private static final int KEEP_ALIVE_SECONDS = 60;
  private static final int ACK_TIMEOUT_SECONDS = 30;
  private static final int MAX_INFLIGHT = 100;

  private final Vertx vertx;
  private final String host;
  private final int port;
  private final String id;
  private final Supplier<@Nullable String> password;
  private final String topic;
  private final @Nullable TlsFiles tls;
  private @Nullable MqttClient client;

  /**
   * @param version names the topics, {@code ocpp/<version>/<identity>}
   * @param password at the time of connecting, the identity being the user's name; null for none
   * @param tls null connects without TLS
   */
  public MqttTransport(
      Vertx vertx,
      OcppVersion version,
      String host,
      int port,
      String id,
      Supplier<@Nullable String> password,
      @Nullable TlsFiles tls) {
    this.vertx = vertx;
    this.host = host;
    this.port = port;
    this.id = id;
    this.password = password;
    this.tls = tls;
    this.topic =
        "ocpp/" + version.subprotocol().substring("ocpp".length()) + "/" + TopicLevel.encode(id);
  }

  @Override
  public Future<Void> connect(Handler<String> onText, Handler<String> onClose) {
    MqttClientOptions options = new MqttClientOptions();
    options.setClientId(id);
    options.setCleanSession(true);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setAckTimeout(ACK_TIMEOUT_SECONDS);
    options.setMaxInflightQueue(MAX_INFLIGHT);
    options.setMaxMessageSize(MAX_MESSAGE_BYTES);
    options.setWillFlag(true);
    options.setWillTopic(topic + "/status");
    options.setWillMessageBytes(Buffer.buffer("offline"));
    options.setWillQoS(1);
    options.setWillRetain(true);
    if (tls != null) {
      options.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
      tls.configure(options);
    }
    String secret = password.get();
    if (secret != null) {
      options.setUsername(id);
      options.setPassword(secret);
    }
    MqttClient opening = MqttClient.create(vertx, options);
    opening.publishHandler(
        message -> onText.handle(message.payload().toString(StandardCharsets.UTF_8)));
    opening.exceptionHandler(broken -> opening.disconnect());
    opening.publishCompletionExpirationHandler(unacknowledged -> opening.disconnect());
    return opening
        .connect(port, host)
        .compose(
            accepted -> {
              client = opening;
              opening.closeHandler(closed -> lost(opening, onClose));
              return opening.subscribe(topic + "/down", MqttQoS.AT_LEAST_ONCE.value());
            })
        .compose(subscribed -> publish(opening, "/status", "online", true))
        .recover(failure -> abandon(opening, ConnectFailure.of(failure, host + ":" + port)));
  }

  /** What was opened half is closed. */
  private Future<Void> abandon(MqttClient opening, Throwable failure) {
    client = null;
    return opening.disconnect().transform(closed -> Future.failedFuture(failure));
  }

  private void lost(MqttClient closed, Handler<String> onClose) {
    if (client == closed) {
      client = null;
      onClose.handle("closed");
    }
  }

  @Override
  public Future<Void> send(String text) {
    return client == null
        ? Future.failedFuture("not connected")
        : publish(client, "/up", text, false);
  }

  private Future<Void> publish(MqttClient open, String level, String text, boolean retained) {
    return open.publish(topic + level, Buffer.buffer(text), MqttQoS.AT_LEAST_ONCE, false, retained)
        .mapEmpty();
  }

  @Override
  public Future<Void> close() {
    MqttClient open = client;
    if (open == null) {
      return Future.succeededFuture();
    }
    // A clean DISCONNECT keeps the will from being published: we say it ourselves.
    return publish(open, "/status", "offline", true)
        .transform(published -> open.disconnect())
        .recover(alreadyClosed -> Future.succeededFuture());
  }
}
