package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.mqtt.MqttLink.Unacknowledged;
import io.galvan.central.session.ChargerSession;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.contract.Identities;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import io.vertx.mqtt.MqttEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What this node's listener remembers of stations that asked it to (clean session false), so that
 * they go on where they were when they come back to this node: the subscription, frames they have
 * not acknowledged, and the CALL they may still answer.
 */
final class MqttSessions implements Shareable {
  private static final int MOST = 200_000;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MQTT_5 = 5;

  /**
   * @param qos of its subscription
   * @param closed its session, if the answer to a CALL of that may still come
   * @param untilNanos when it is forgotten
   */
  record Remembered(
      OcppVersion version,
      MqttQoS qos,
      List<Unacknowledged> unacknowledged,
      @Nullable ChargerSession closed,
      long untilNanos) {}

  private final ConcurrentHashMap<String, Remembered> byClient = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, MqttVisitor> here = new ConcurrentHashMap<>();

  /** Those of this Vert.x, whatever the event loop. */
  static MqttSessions of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, MqttSessions>getLocalMap("galvan.mqtt")
        .computeIfAbsent("sessions", key -> new MqttSessions());
  }

  /**
   * The client connects; an older connection of it ends first. Gives what is remembered of it,
   * which from now on is not any more; null for nothing.
   */
  Future<@Nullable Remembered> enter(MqttEndpoint endpoint, MqttVisitor newcomer) {
    MqttVisitor older = here.put(Identities.key(endpoint.clientIdentifier()), newcomer);
    Future<?> gone = older == null ? Future.succeededFuture() : older.giveWay();
    return gone.map(ok -> take(endpoint));
  }

  private @Nullable Remembered take(MqttEndpoint endpoint) {
    Remembered remembered = byClient.remove(Identities.key(endpoint.clientIdentifier()));
    return remembered == null
            || endpoint.isCleanSession()
            || remembered.untilNanos() - System.nanoTime() < 0
        ? null
        : remembered;
  }

  /** The client's connection is gone. */
  void left(MqttEndpoint endpoint, MqttVisitor visitor) {
    here.remove(Identities.key(endpoint.clientIdentifier()), visitor);
  }

  /** The client is gone; what it asked to be remembered is, as long as there is room. */
  void keep(
      MqttEndpoint endpoint,
      OcppVersion version,
      MqttQoS qos,
      List<Unacknowledged> unacknowledged,
      ChargerSession session) {
    Duration expiry = expiry(endpoint);
    if (expiry.isZero()) {
      return;
    }
    long now = System.nanoTime();
    remember(
        endpoint.clientIdentifier(),
        new Remembered(
            version,
            qos,
            unacknowledged,
            session.mayBeAnsweredLate() ? session : null,
            now + expiry.toNanos()));
  }

  /** As long as there is room. */
  void remember(String clientId, Remembered remembered) {
    if (byClient.size() < MOST) {
      byClient.put(Identities.key(clientId), remembered);
    }
  }

  /**
   * Forgets those whose time is over at this time of {@link System#nanoTime}; gives how many stay.
   */
  int sweep(long nowNanos) {
    byClient.values().removeIf(remembered -> remembered.untilNanos() - nowNanos < 0);
    return byClient.size();
  }

  /** 3.1.1 keeps a session that is not clean; MQTT 5 says for how long (3.1.2.11.2). */
  private static Duration expiry(MqttEndpoint endpoint) {
    if (endpoint.protocolVersion() != MQTT_5) {
      return endpoint.isCleanSession() ? Duration.ZERO : LONGEST;
    }
    MqttProperties properties = endpoint.connectProperties();
    MqttProperties.MqttProperty<?> told =
        properties == null
            ? null
            : properties.getProperty(
                MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL.value());
    Duration asked =
        told == null || !(told.value() instanceof Integer seconds)
            ? Duration.ZERO
            : Duration.ofSeconds(Integer.toUnsignedLong(seconds));
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }
}
