package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.Refusal;
import io.galvan.central.session.ChargerSession;
import io.galvan.contract.registration.Identities;
import io.galvan.ocpp.OcppVersion;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import io.vertx.mqtt.MqttEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The stations that are connected to this node's listener, and what it remembers of those that
 * asked it to (clean session false), so that they go on where they were when they come back to this
 * node: the subscription, frames they have not acknowledged, and the CALL they may still answer.
 */
final class MqttSessions implements Shareable {
  private static final int MOST = 200_000;

  /** Of frames that are to be sent again, in characters, of all stations together. */
  private static final long MOST_CHARS = 64L << 20;

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MOST_ROUNDS = 3;

  /**
   * @param qos of its subscription; null when it has unsubscribed
   * @param closed its session, if the answer to a CALL of that may still come
   * @param untilNanos when it is forgotten
   */
  record Remembered(
      OcppVersion version,
      @Nullable MqttQoS qos,
      List<Outbox.Message> unacknowledged,
      @Nullable ChargerSession closed,
      long untilNanos) {
    private long chars() {
      return unacknowledged.stream().mapToLong(Outbox.Message::chars).sum();
    }

    private Remembered withoutFrames() {
      return new Remembered(version, qos, List.of(), closed, untilNanos);
    }
  }

  private final ConcurrentHashMap<String, Remembered> byClient = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, MqttVisitor> here = new ConcurrentHashMap<>();
  private final AtomicLong chars = new AtomicLong();
  private final long mostChars;

  /**
   * @param mostChars of all frames that are kept to be sent again
   */
  MqttSessions(long mostChars) {
    this.mostChars = mostChars;
  }

  /** Those of this Vert.x, whatever the event loop. */
  static MqttSessions of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, MqttSessions>getLocalMap("galvan.mqtt")
        .computeIfAbsent("sessions", key -> new MqttSessions(MOST_CHARS));
  }

  /**
   * The client connects. An older connection of it ends first, if the newcomer may take its place:
   * a {@link Refusal} else, and the older one notices nothing. Gives what is remembered of the
   * client, which from now on is not any more; null for nothing.
   */
  Future<@Nullable Remembered> enter(MqttEndpoint endpoint, MqttVisitor newcomer) {
    return enter(endpoint, newcomer, 1)
        .onSuccess(
            ignored -> {
              if (newcomer.isClosed()) {
                left(endpoint, newcomer);
              }
            });
  }

  private Future<@Nullable Remembered> enter(
      MqttEndpoint endpoint, MqttVisitor newcomer, int round) {
    String key = Identities.key(endpoint.clientIdentifier());
    MqttVisitor older = here.putIfAbsent(key, newcomer);
    if (older == null) {
      return Future.succeededFuture(take(endpoint));
    }
    return older
        .yieldsTo(newcomer.admitted())
        .compose(
            yields -> {
              if (!yields || round > MOST_ROUNDS) {
                return Future.failedFuture(Refusal.occupied(newcomer.admitted().chargerId()));
              }
              if (newcomer.isClosed()) {
                return Future.failedFuture("the client is gone");
              }
              return here.replace(key, older, newcomer)
                  ? older.giveWay().map(ok -> take(endpoint))
                  : enter(endpoint, newcomer, round + 1);
            });
  }

  private @Nullable Remembered take(MqttEndpoint endpoint) {
    Remembered remembered = byClient.remove(Identities.key(endpoint.clientIdentifier()));
    forgotten(remembered);
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

  /** The client is gone; it is remembered for so long, as long as there is room. */
  void keep(
      MqttEndpoint endpoint,
      Duration expiry,
      OcppVersion version,
      MqttLink link,
      ChargerSession session) {
    if (expiry.isZero()) {
      return;
    }
    remember(
        endpoint.clientIdentifier(),
        new Remembered(
            version,
            link.quality(),
            link.unacknowledged(),
            session.mayBeAnsweredLate() ? session : null,
            System.nanoTime() + expiry.toNanos()));
  }

  /** As long as there is room; without its frames when there is none for those. */
  void remember(String clientId, Remembered remembered) {
    if (byClient.size() >= MOST) {
      return;
    }
    boolean room = chars.addAndGet(remembered.chars()) <= mostChars;
    if (!room) {
      chars.addAndGet(-remembered.chars());
    }
    forgotten(
        byClient.put(Identities.key(clientId), room ? remembered : remembered.withoutFrames()));
  }

  /** How many frames are kept of a client. */
  int frames(String clientId) {
    Remembered remembered = byClient.get(Identities.key(clientId));
    return remembered == null ? 0 : remembered.unacknowledged().size();
  }

  private void forgotten(@Nullable Remembered remembered) {
    if (remembered != null) {
      chars.addAndGet(-remembered.chars());
    }
  }

  /**
   * Forgets those whose time is over at this time of {@link System#nanoTime}; gives how many stay.
   */
  int sweep(long nowNanos) {
    byClient.forEach(
        (client, remembered) -> {
          if (remembered.untilNanos() - nowNanos < 0 && byClient.remove(client, remembered)) {
            forgotten(remembered);
          }
        });
    return byClient.size();
  }

  /**
   * How long the client is remembered. 3.1.1 keeps a session that is not clean; MQTT 5 says for how
   * long (3.1.2.11.2).
   */
  static Duration expiry(MqttEndpoint endpoint) {
    if (!Mqtt5.speaks(endpoint)) {
      return endpoint.isCleanSession() ? Duration.ZERO : LONGEST;
    }
    Long asked = Mqtt5.told(endpoint, MqttPropertyType.SESSION_EXPIRY_INTERVAL);
    return expiry(asked == null ? 0 : asked);
  }

  /** As long as a client of MQTT 5 asks for, within our bound. */
  static Duration expiry(long askedS) {
    return Duration.ofSeconds(Math.min(askedS, LONGEST.toSeconds()));
  }
}
