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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
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

  /** In the order in which they went away; it guards the two below, too. */
  private final LinkedHashMap<String, Remembered> byClient = new LinkedHashMap<>();

  /** Those of which frames are kept, in the same order. */
  private final LinkedHashSet<String> withFrames = new LinkedHashSet<>();

  private long chars;
  private final ConcurrentHashMap<String, MqttVisitor> here = new ConcurrentHashMap<>();
  private final int most;
  private final long mostChars;

  /**
   * @param most so many clients are remembered
   * @param mostChars of all frames that are kept to be sent again
   */
  MqttSessions(int most, long mostChars) {
    this.most = most;
    this.mostChars = mostChars;
  }

  /** Those of this Vert.x, whatever the event loop. */
  static MqttSessions of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, MqttSessions>getLocalMap("galvan.mqtt")
        .computeIfAbsent("sessions", key -> new MqttSessions(MOST, MOST_CHARS));
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
    Remembered remembered;
    synchronized (byClient) {
      remembered = forget(Identities.key(endpoint.clientIdentifier()));
    }
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

  /**
   * Remembers a client. Where there is no room for it those that went away first are forgotten, and
   * where there is none for its frames, theirs: who was away longest comes back least likely.
   */
  void remember(String clientId, Remembered remembered) {
    String key = Identities.key(clientId);
    synchronized (byClient) {
      forget(key);
      Remembered kept = remembered.chars() <= mostChars ? remembered : remembered.withoutFrames();
      while (chars + kept.chars() > mostChars) {
        dropFrames(withFrames.iterator().next());
      }
      while (byClient.size() >= most) {
        forget(byClient.keySet().iterator().next());
      }
      byClient.put(key, kept);
      if (!kept.unacknowledged().isEmpty()) {
        withFrames.add(key);
        chars += kept.chars();
      }
    }
  }

  private void dropFrames(String key) {
    Remembered remembered = byClient.get(key);
    withFrames.remove(key);
    if (remembered != null) {
      chars -= remembered.chars();
      byClient.put(key, remembered.withoutFrames());
    }
  }

  private @Nullable Remembered forget(String key) {
    Remembered remembered = byClient.remove(key);
    withFrames.remove(key);
    if (remembered != null) {
      chars -= remembered.chars();
    }
    return remembered;
  }

  /** How many frames are kept of a client; -1 when it is not remembered. */
  int frames(String clientId) {
    synchronized (byClient) {
      Remembered remembered = byClient.get(Identities.key(clientId));
      return remembered == null ? -1 : remembered.unacknowledged().size();
    }
  }

  /**
   * Forgets those whose time is over at this time of {@link System#nanoTime}; gives how many stay.
   */
  int sweep(long nowNanos) {
    synchronized (byClient) {
      List.copyOf(byClient.entrySet()).stream()
          .filter(remembered -> remembered.getValue().untilNanos() - nowNanos < 0)
          .forEach(remembered -> forget(remembered.getKey()));
      return byClient.size();
    }
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
