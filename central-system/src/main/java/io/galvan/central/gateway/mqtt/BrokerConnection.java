package io.galvan.central.gateway.mqtt;

import io.galvan.platform.config.MqttSettings.Broker;
import io.galvan.platform.config.MqttSettings.ClientIdentity;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of the external broker that connects again whenever its connection is lost, after a
 * pause that grows and is never quite the same. For one event loop.
 */
final class BrokerConnection {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerConnection.class);
  private static final int MAX_MESSAGE_BYTES = Payloads.MOST_READ_BYTES + 64 * 1024;
  private static final int KEEP_ALIVE_S = 20;
  private static final int CONNECT_TIMEOUT_MS = 10_000;
  private static final long LEAVE_TIMEOUT_MS = 2_000;
  private static final long FIRST_PAUSE_MS = 200;
  private static final long LONGEST_PAUSE_MS = 15_000;
  private static final int MOST_DOUBLINGS = 7;

  /** Who uses the connection. */
  interface User {
    /** It is about to be made; what the broker sends may come from now on. */
    void opening(MqttClient client);

    /** It stands; a failure closes it, and it is tried again. */
    Future<?> opened(MqttClient client);

    /** It is gone. */
    void lost();

    /** A message was too large to be read; it is acknowledged and thrown away. */
    default void skipped(String topic, long bytes) {}
  }

  private final Vertx vertx;
  private final Broker broker;
  private final String clientId;
  private final boolean cleanSession;
  private final int inflight;
  private final User user;
  private @Nullable MqttClient current;
  private boolean wanted;
  private boolean ready;
  private int attempts;
  private long timer = -1;

  /**
   * @param cleanSession false: the broker keeps messages for this client while it is away
   * @param inflight publishes that may wait for their acknowledgement
   */
  BrokerConnection(
      Vertx vertx, Broker broker, String clientId, boolean cleanSession, int inflight, User user) {
    this.vertx = vertx;
    this.broker = broker;
    this.clientId = clientId;
    this.cleanSession = cleanSession;
    this.inflight = inflight;
    this.user = user;
  }

  /** From now on connects. */
  void open() {
    if (!wanted) {
      wanted = true;
      attempts = 0;
      connect();
    }
  }

  /** Whether it stands and its user is ready. */
  boolean isOpen() {
    return ready;
  }

  /** Gives up the connection that stands; it is tried again. */
  void drop() {
    MqttClient client = current;
    if (client != null) {
      client.disconnect();
    }
  }

  /**
   * Makes a new connection in place of the one that stands, on our own wish, when the broker has
   * read all that was sent on it. Nothing is to be sent on it any more.
   */
  void renew(String why) {
    MqttClient client = current;
    if (client != null && ready) {
      LOG.info("{} connects to the MQTT broker anew: {}", clientId, why);
      lost();
      leave(client).onComplete(ignored -> reconnect());
    }
  }

  /**
   * Closes the connection when the broker has read all that was sent on it: a socket that is closed
   * while messages come takes with it what was sent last.
   */
  private static Future<Void> leave(MqttClient client) {
    Promise<Void> read = Promise.promise();
    client.pingResponseHandler(ignored -> read.tryComplete());
    client.ping();
    return read.future()
        .timeout(LEAVE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
        .transform(ignored -> client.disconnect())
        .otherwiseEmpty();
  }

  /** Closes for good, or until opened again. */
  Future<Void> close() {
    wanted = false;
    vertx.cancelTimer(timer);
    MqttClient client = current;
    if (client == null) {
      return Future.succeededFuture();
    }
    boolean stands = ready;
    ready = false;
    return stands ? leave(client) : client.disconnect().otherwiseEmpty();
  }

  /** How every client of ours is made. */
  static MqttClientOptions options(
      Broker broker, String clientId, boolean cleanSession, int inflight) {
    MqttClientOptions options = new MqttClientOptions();
    options.setClientId(clientId);
    options.setCleanSession(cleanSession);
    options.setKeepAliveInterval(KEEP_ALIVE_S);
    options.setMaxMessageSize(MAX_MESSAGE_BYTES);
    options.setMaxInflightQueue(inflight);
    // A message is acknowledged when it is durably handled.
    options.setAutoAck(false);
    options.setConnectTimeout(CONNECT_TIMEOUT_MS);
    options.setTcpNoDelay(true);
    if (broker.username() != null) {
      options.setUsername(broker.username());
    }
    if (broker.password() != null) {
      options.setPassword(broker.password());
    }
    if (broker.secure()) {
      options.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
      if (broker.authorities() != null) {
        options.setTrustOptions(new PemTrustOptions().addCertPath(broker.authorities().toString()));
      }
      ClientIdentity shown = broker.identity();
      if (shown != null) {
        options.setKeyCertOptions(
            new PemKeyCertOptions()
                .addCertPath(shown.certificate().toString())
                .addKeyPath(shown.key().toString()));
      }
    }
    return options;
  }

  private void connect() {
    Context context = vertx.getOrCreateContext();
    MqttClient client =
        OversizedSkipper.client(
            vertx,
            options(broker, clientId, cleanSession, inflight),
            (topic, bytes) -> context.runOnContext(ignored -> user.skipped(topic, bytes)));
    current = client;
    user.opening(client);
    client.closeHandler(ignored -> gone(client, "it closed the connection"));
    client.exceptionHandler(failure -> LOG.debug("MQTT broker: {}", failure.getMessage()));
    long patience = vertx.setTimer(CONNECT_TIMEOUT_MS, id -> client.disconnect());
    client
        .connect(broker.port(), broker.host())
        .compose(accepted -> current == client ? user.opened(client) : Future.failedFuture("late"))
        .onComplete(
            (opened, failure) -> {
              vertx.cancelTimer(patience);
              if (failure == null && current == client && wanted) {
                ready = true;
                attempts = 0;
                LOG.info("connected to the MQTT broker {} as {}", broker.address(), clientId);
              } else {
                client.disconnect();
                gone(client, failure == null ? "not wanted any more" : failure.getMessage());
              }
            });
  }

  private void gone(MqttClient client, @Nullable String why) {
    if (current != client) {
      return;
    }
    lost();
    if (!wanted) {
      return;
    }
    long pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(attempts++, MOST_DOUBLINGS));
    // All nodes lose a broker at the same moment and must not come back at the same moment.
    long spread = pause / 2 + ThreadLocalRandom.current().nextLong(pause);
    LOG.warn(
        "the MQTT broker {} is away for {} ({}); again in {} ms",
        broker.address(),
        clientId,
        why,
        spread);
    timer = vertx.setTimer(spread, id -> reconnect());
  }

  private void lost() {
    current = null;
    ready = false;
    user.lost();
  }

  private void reconnect() {
    if (wanted && current == null) {
      connect();
    }
  }
}
