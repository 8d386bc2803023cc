package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.Admitted;
import io.galvan.central.gateway.Arrivals;
import io.galvan.central.gateway.Doorkeeper;
import io.galvan.central.gateway.mqtt.Breaches.Breach;
import io.galvan.central.gateway.mqtt.MqttSessions.Remembered;
import io.galvan.central.http.TrackedConnection;
import io.galvan.central.session.ChargerSession;
import io.galvan.central.session.CloseReason;
import io.galvan.central.session.SessionHost;
import io.galvan.ocpp.MqttTopics;
import io.galvan.ocpp.MqttTopics.Leaf;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttDisconnectMessage;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One admitted MQTT client. Its session opens when it first names one of its own topics, since the
 * topic tells the version, or at once when its older session is remembered.
 */
final class MqttVisitor {
  private static final Logger LOG = LoggerFactory.getLogger(MqttVisitor.class);

  /** A client that has named no topic within so long after a newcomer came gives way to it. */
  private static final long NAMELESS_MS = 5_000;

  private final MqttEndpoint endpoint;
  private final Admitted admitted;
  private final SessionHost host;
  private final Arrivals arrivals;
  private final StationTopics topics;
  private final Breaches breaches;
  private final MqttSessions sessions;
  private final Context context;
  private final Uplink uplink;
  private final Runnable gone;

  /** Completes when the session is open, or never will be. */
  private final Promise<Void> settled = Promise.promise();

  /** How long the station is remembered. */
  private Duration expiry;

  private boolean accepted;

  /** What was remembered of it. */
  private @Nullable Remembered taken;

  /** It goes on with a remembered session and has named no topic since. */
  private boolean resumed;

  private @Nullable OcppVersion version;
  private @Nullable MqttLink link;
  private @Nullable ChargerSession session;
  private @Nullable Future<ChargerSession> opening;
  private volatile @Nullable String closed;

  /**
   * @param gone told when its connection is over
   */
  MqttVisitor(
      Vertx vertx,
      MqttEndpoint endpoint,
      Admitted admitted,
      SessionHost host,
      Arrivals arrivals,
      MqttTopics names,
      Set<OcppVersion> versions,
      Consumer<MqttVisitor> gone) {
    this.endpoint = endpoint;
    this.admitted = admitted;
    this.host = host;
    this.arrivals = arrivals;
    this.topics = new StationTopics(names, admitted.chargerId(), versions);
    this.breaches = Breaches.of(vertx);
    this.sessions = MqttSessions.of(vertx);
    this.context = vertx.getOrCreateContext();
    this.uplink = new Uplink(endpoint, admitted.chargerId(), breaches, this::leave);
    this.gone = () -> gone.accept(this);
    this.expiry = MqttSessions.expiry(endpoint);
  }

  /**
   * Listens to the client and accepts it. Fails when it may not come in after all, which is for the
   * caller to tell it.
   */
  Future<?> welcome() {
    Subscriptions subscriptions = new Subscriptions(endpoint, this, topics, breaches);
    endpoint.subscribeHandler(subscriptions::onSubscribe);
    endpoint.unsubscribeHandler(subscriptions::onUnsubscribe);
    endpoint.publishHandler(this::onPublish);
    endpoint.pingHandler(ignored -> heard());
    endpoint.exceptionHandler(this::onBroken);
    endpoint.disconnectMessageHandler(this::onDisconnect);
    endpoint.closeHandler(ignored -> onClosed("the connection broke"));
    if (endpoint.will() != null && endpoint.will().isWillFlag() && !isOwnWill()) {
      String topic = String.valueOf(endpoint.will().getWillTopic());
      breaches.record(admitted.chargerId(), Breach.ForeignTopicWill, topic);
      return Future.failedFuture(
          new GalvanException(Fault.FORBIDDEN, "its last will is for " + topic));
    }
    return sessions
        .enter(endpoint, this)
        .transform(
            entered ->
                onContext(
                    () ->
                        entered.failed()
                            ? Future.failedFuture(entered.cause())
                            : accept(entered.result())));
  }

  private <T> Future<T> onContext(Supplier<Future<T>> work) {
    return Future.future(
        done ->
            context.runOnContext(
                ignored -> Future.succeededFuture().compose(ok -> work.get()).onComplete(done)));
  }

  private Future<Void> accept(@Nullable Remembered remembered) {
    taken = remembered;
    if (closed != null) {
      putBack();
      return Future.failedFuture("the client is gone");
    }
    accepted = true;
    endpoint.accept(remembered != null, Mqtt5.announcement(endpoint, expiry, false, null));
    TrackedConnection tracked = TrackedConnection.of(endpoint);
    if (tracked != null) {
      tracked.accepted();
    }
    if (remembered != null && topics.versions().contains(remembered.version())) {
      resumed = true;
      open(remembered.version(), remembered);
    }
    return Future.succeededFuture();
  }

  // ---- who takes whose place

  Admitted admitted() {
    return admitted;
  }

  boolean isClosed() {
    return closed != null;
  }

  /**
   * Whether a newcomer may take this one's place; may be called from any thread. One that has
   * proved nothing may only when nothing is heard of this one: it names a topic of its own within 5
   * s, and its session answers.
   */
  Future<Boolean> yieldsTo(Admitted newcomer) {
    if (!newcomer.provedNothing() || closed != null) {
      return Future.succeededFuture(true);
    }
    return settled
        .future()
        .timeout(NAMELESS_MS, TimeUnit.MILLISECONDS)
        .transform(
            named ->
                onContext(
                    () -> {
                      ChargerSession open = session;
                      return open == null || open.epoch() == newcomer.mayReplace()
                          ? Future.succeededFuture(true)
                          : open.isAlive().map(alive -> !alive);
                    }));
  }

  /**
   * A newer connection of the same client takes its place; may be called from any thread. Completes
   * when this one is over and what is to be remembered is.
   */
  Future<Void> giveWay() {
    return onContext(
        () -> {
          try {
            if (accepted) {
              Mqtt5.goodbye(endpoint, MqttDisconnectReasonCode.SESSION_TAKEN_OVER);
            } else if (closed == null) {
              endpoint.close();
            }
          } catch (IllegalArgumentException closing) {
            // Vert.x throws from when a connection begins to close, and tells later that it has.
            LOG.debug("{} is closing already", admitted.chargerId());
          }
          onClosed(CloseReason.Replaced.text());
          return Future.succeededFuture();
        });
  }

  /** The node shuts down, and its sessions are drained. */
  void shutDown() {
    Mqtt5.goodbye(endpoint, MqttDisconnectReasonCode.SERVER_SHUTTING_DOWN);
  }

  private boolean isOwnWill() {
    return topics
        .own(String.valueOf(endpoint.will().getWillTopic()))
        .filter(topic -> topic.leaf() == Leaf.status)
        .isPresent();
  }

  // ---- what it subscribes

  /** The version that the connection speaks; null as long as that is not known. */
  @Nullable OcppVersion version() {
    return version;
  }

  /** Whether the station has named a topic on this connection. */
  boolean hasNamedItsVersion() {
    return version != null && !resumed;
  }

  /** Completes when the session is open, at once when none is to be. */
  Future<?> opened() {
    return opening == null ? Future.succeededFuture() : opening;
  }

  /**
   * The station names a topic of this version; false when its connection speaks another one.
   *
   * @param offers whether it may name several, of which one is chosen
   */
  boolean speaks(OcppVersion named, String topic, boolean offers) {
    open(named, null);
    if (named == version) {
      resumed = false;
      return true;
    }
    if (resumed) {
      // It speaks another version than when it was here last: nothing of that is of use to it.
      expiry = Duration.ZERO;
      leave(CloseReason.Removed);
    } else if (!offers) {
      breaches.record(admitted.chargerId(), Breach.SecondVersion, topic);
    }
    return false;
  }

  void subscribed(MqttQoS granted) {
    if (link != null) {
      link.subscribed(granted);
    }
  }

  /** Nothing more is sent to it; false when it had not subscribed. */
  boolean unsubscribed() {
    return link != null && link.unsubscribed();
  }

  // ---- what it publishes

  private void heard() {
    if (session != null) {
      session.heard();
    }
  }

  private void onPublish(MqttPublishMessage message) {
    String name = message.topicName();
    Optional<ChargerTopic> topic = topics.own(name);
    if (topic.isEmpty() || topic.get().leaf() == Leaf.down) {
      breaches.record(
          admitted.chargerId(),
          topics.isOfUnknownVersion(name) ? Breach.UnknownVersion : Breach.ForeignTopicPublish,
          name);
      leave(CloseReason.Removed);
      return;
    }
    boolean status = topic.get().leaf() == Leaf.status;
    if (!status && !speaks(topic.get().version(), name, false)) {
      leave(CloseReason.Removed);
      return;
    }
    if (status) {
      uplink.takeStatus(message);
    } else {
      uplink.takeFrame(message);
    }
  }

  // ---- its session

  private void open(OcppVersion spoken, @Nullable Remembered remembered) {
    if (opening != null) {
      return;
    }
    MqttLink opened =
        new MqttLink(
            endpoint,
            topics.names().name(spoken, endpoint.clientIdentifier(), Leaf.down),
            uplink::pump,
            this::heard);
    version = spoken;
    link = opened;
    if (remembered != null) {
      subscribe(opened, remembered);
    }
    opening = arrivals.open(host, opened, admitted, spoken);
    opening.onComplete(
        (stored, failure) -> {
          if (failure != null) {
            LOG.warn(
                "the connection of {} could not be stored: {}",
                admitted.chargerId(),
                failure.getMessage());
            opened.close(Arrivals.closeReason(failure));
            return;
          }
          session = stored;
          stored.arrived(
              "CONNECT " + endpoint.clientIdentifier(),
              Doorkeeper.deviations(
                  endpoint.clientIdentifier(),
                  endpoint.auth() == null ? null : endpoint.auth().getUsername(),
                  admitted.admission()));
          if (remembered != null) {
            goOn(stored, opened, remembered);
          }
          settled.tryComplete();
          String over = closed;
          if (over != null) {
            stored.onClosed(over);
          } else {
            uplink.opened(stored, opened);
          }
        });
  }

  /** What the station says of its subscription from now on comes on top of it. */
  private static void subscribe(MqttLink opened, Remembered remembered) {
    if (remembered.qos() == null) {
      opened.unsubscribed();
    } else {
      opened.subscribed(remembered.qos());
    }
  }

  private void goOn(ChargerSession stored, MqttLink opened, Remembered remembered) {
    if (remembered.closed() != null) {
      stored.goOnFrom(remembered.closed());
    }
    opened.sendAgain(remembered.unacknowledged(), host.settings().callTimeout());
  }

  // ---- its end

  private void leave(CloseReason reason) {
    ChargerSession open = session;
    MqttLink opened = link;
    if (open != null) {
      open.close(reason);
    } else if (opened != null) {
      opened.close(reason);
    } else {
      Mqtt5.goodbye(endpoint, MqttDisconnectReasonCode.NOT_AUTHORIZED);
    }
  }

  /** What the client sent is no MQTT, or larger than a message may be. */
  private void onBroken(Throwable failure) {
    if (failure instanceof io.netty.handler.codec.TooLongFrameException) {
      breaches.record(admitted.chargerId(), Breach.OversizedPayload, "");
    }
    LOG.info("{}: {}", admitted.chargerId(), failure.getMessage());
  }

  /** A client of MQTT 5 may say with it how long it is to be remembered, if at all (3.14.2.2.2). */
  private void onDisconnect(MqttDisconnectMessage message) {
    Long asked = Mqtt5.told(message.properties(), MqttPropertyType.SESSION_EXPIRY_INTERVAL);
    if (asked != null && !expiry.isZero()) {
      expiry = MqttSessions.expiry(asked);
    }
    onClosed("disconnected");
  }

  /** Nothing was done with what was remembered: the next connection finds it. */
  private void putBack() {
    if (taken != null && !expiry.isZero()) {
      sessions.remember(endpoint.clientIdentifier(), taken);
    }
  }

  private void onClosed(String reason) {
    if (closed != null) {
      return;
    }
    closed = reason;
    sessions.left(endpoint, this);
    uplink.close();
    settled.tryComplete();
    if (session != null) {
      session.onClosed(reason);
    } else {
      putBack();
    }
    if (session != null && link != null && version != null) {
      sessions.keep(endpoint, expiry, version, link, session);
    }
    gone.run();
  }
}
