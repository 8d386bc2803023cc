package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.Admitted;
import io.galvan.central.gateway.Arrivals;
import io.galvan.central.gateway.Doorkeeper;
import io.galvan.central.gateway.mqtt.Breaches.Breach;
import io.galvan.central.gateway.mqtt.ChargerTopic.Leaf;
import io.galvan.central.gateway.mqtt.MqttSessions.Remembered;
import io.galvan.central.http.TrackedConnection;
import io.galvan.central.session.ChargerSession;
import io.galvan.central.session.CloseReason;
import io.galvan.central.session.SessionHost;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.contract.Chargers.Admission;
import io.galvan.platform.contract.Identities;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One admitted MQTT client. Its session opens when it first names one of its own topics, since the
 * topic tells the version, or at once when its older session is remembered. A subscription is
 * acknowledged when the connection is stored, so that commands find it from then on; a publish when
 * it is durably handled, so that a crash before that makes the station send it again.
 */
final class MqttVisitor {
  private static final Logger LOG = LoggerFactory.getLogger(MqttVisitor.class);

  /**
   * Publishes that may wait for the session to open or to go on reading; a client that sends more
   * is closed.
   */
  private static final int MAX_WAITING = 64;

  private static final int MAX_WAITING_BYTES = 8 << 20;

  private static final int MQTT_5 = 5;

  private final MqttEndpoint endpoint;
  private final Admitted admitted;
  private final Admission admission;
  private final SessionHost host;
  private final Arrivals arrivals;
  private final Set<OcppVersion> versions;
  private final Breaches breaches;
  private final MqttSessions sessions;
  private final Context context;
  private final ArrayDeque<MqttPublishMessage> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private @Nullable OcppVersion version;
  private @Nullable MqttLink link;
  private @Nullable ChargerSession session;
  private @Nullable Future<ChargerSession> opening;
  private @Nullable String closed;

  MqttVisitor(
      Vertx vertx,
      MqttEndpoint endpoint,
      Admitted admitted,
      SessionHost host,
      Arrivals arrivals,
      Set<OcppVersion> versions,
      Breaches breaches,
      MqttSessions sessions) {
    this.endpoint = endpoint;
    this.admitted = admitted;
    this.admission = admitted.admission();
    this.host = host;
    this.arrivals = arrivals;
    this.versions = versions;
    this.breaches = breaches;
    this.sessions = sessions;
    this.context = vertx.getOrCreateContext();
  }

  /** Accepts the client and listens to it. */
  void welcome() {
    if (endpoint.will() != null && endpoint.will().isWillFlag() && !isOwnWill()) {
      breaches.record(
          admission.chargerId(), Breach.ForeignTopicWill, endpoint.will().getWillTopic());
      endpoint.reject(
          endpoint.protocolVersion() == MQTT_5
              ? MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5
              : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED);
      return;
    }
    endpoint.publishAutoAck(false);
    endpoint.subscribeHandler(this::onSubscribe);
    endpoint.unsubscribeHandler(
        unsubscribe -> endpoint.unsubscribeAcknowledge(unsubscribe.messageId()));
    endpoint.publishHandler(this::onPublish);
    endpoint.publishReleaseHandler(endpoint::publishComplete);
    endpoint.pingHandler(ignored -> heard());
    endpoint.exceptionHandler(this::onBroken);
    endpoint.disconnectHandler(ignored -> onClosed("disconnected"));
    endpoint.closeHandler(ignored -> onClosed("the connection broke"));
    sessions
        .enter(endpoint, this)
        .onSuccess(remembered -> context.runOnContext(ignored -> accept(remembered)));
  }

  private void accept(@Nullable Remembered remembered) {
    if (closed != null) {
      return;
    }
    endpoint.accept(remembered != null);
    TrackedConnection tracked = TrackedConnection.of(endpoint);
    if (tracked != null) {
      tracked.accepted();
    }
    if (remembered != null && versions.contains(remembered.version())) {
      open(remembered.version(), remembered);
    }
  }

  /**
   * A newer connection of the same client has come in; may be called from any thread. Completes
   * when this one is over and what is to be remembered is.
   */
  Future<Void> giveWay() {
    return Future.future(
        given ->
            context.runOnContext(
                ignored -> {
                  MqttLink open = link;
                  boolean over = closed != null;
                  onClosed(CloseReason.Replaced.text());
                  if (open != null) {
                    open.close(CloseReason.Replaced);
                  } else if (!over) {
                    endpoint.close();
                  }
                  given.complete();
                }));
  }

  private boolean isOwnWill() {
    return own(String.valueOf(endpoint.will().getWillTopic()))
        .filter(topic -> topic.leaf() == Leaf.status)
        .isPresent();
  }

  private void heard() {
    if (session != null) {
      session.heard();
    }
  }

  private void onSubscribe(MqttSubscribeMessage message) {
    List<MqttQoS> granted =
        message.topicSubscriptions().stream()
            .map(
                subscription -> {
                  Optional<ChargerTopic> topic =
                      own(subscription.topicName()).filter(mine -> mine.leaf() == Leaf.down);
                  if (topic.isEmpty()) {
                    breaches.record(
                        admission.chargerId(),
                        Breach.ForeignTopicSubscribe,
                        subscription.topicName());
                    return MqttQoS.FAILURE;
                  }
                  MqttQoS qos =
                      subscription.qualityOfService() == MqttQoS.AT_MOST_ONCE
                          ? MqttQoS.AT_MOST_ONCE
                          : MqttQoS.AT_LEAST_ONCE;
                  open(topic.get().version(), null);
                  if (link != null) {
                    link.quality(qos);
                  }
                  return qos;
                })
            .toList();
    Future<?> stored = opening == null ? Future.succeededFuture() : opening;
    stored.onComplete(
        ignored -> {
          if (endpoint.isConnected()) {
            endpoint.subscribeAcknowledge(message.messageId(), granted);
          }
        });
  }

  private void onPublish(MqttPublishMessage message) {
    Optional<ChargerTopic> topic = own(message.topicName());
    if (topic.isEmpty() || topic.get().leaf() == Leaf.down) {
      breaches.record(admission.chargerId(), Breach.ForeignTopicPublish, message.topicName());
      leave(CloseReason.Removed);
      return;
    }
    if (topic.get().leaf() == Leaf.status) {
      heard();
      acknowledge(message);
      return;
    }
    open(topic.get().version(), null);
    waiting.add(message);
    waitingBytes += message.payload().length();
    if (waiting.size() > MAX_WAITING || waitingBytes > MAX_WAITING_BYTES) {
      leave(CloseReason.Overloaded);
      return;
    }
    pump();
  }

  private void pump() {
    while (session != null && link != null && !link.paused() && !waiting.isEmpty()) {
      MqttPublishMessage message = waiting.remove();
      waitingBytes -= message.payload().length();
      byte[] payload = message.payload().getBytes();
      if (payload.length > Payloads.MOST_BYTES) {
        discard(
            message, Breach.OversizedPayload, MqttPubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        continue;
      }
      Optional<String> text = Payloads.text(payload);
      if (text.isEmpty()) {
        discard(message, Breach.BrokenPayload, MqttPubAckReasonCode.PAYLOAD_FORMAT_INVALID);
        continue;
      }
      session.onFrame(text.get()).onSuccess(ok -> acknowledge(message));
    }
  }

  private Optional<ChargerTopic> own(String name) {
    return ChargerTopic.parse(name)
        .filter(
            topic ->
                Identities.same(topic.identity(), admission.chargerId())
                    && versions.contains(topic.version()));
  }

  private void open(OcppVersion spoken, @Nullable Remembered remembered) {
    if (opening != null) {
      return;
    }
    MqttLink opened =
        new MqttLink(
            endpoint,
            new ChargerTopic(spoken, endpoint.clientIdentifier(), Leaf.down).name(),
            this::pump,
            this::heard);
    version = spoken;
    link = opened;
    opening = arrivals.open(host, opened, admitted, spoken);
    opening.onComplete(
        (stored, failure) -> {
          if (failure != null) {
            LOG.warn(
                "the connection of {} could not be stored: {}",
                admission.chargerId(),
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
                  admission));
          if (remembered != null) {
            goOn(stored, opened, remembered);
          }
          if (closed != null) {
            stored.onClosed(closed);
          } else {
            pump();
          }
        });
  }

  private void goOn(ChargerSession stored, MqttLink opened, Remembered remembered) {
    opened.quality(remembered.qos());
    if (remembered.closed() != null) {
      stored.goOnFrom(remembered.closed());
    }
    opened.sendAgain(remembered.unacknowledged(), host.settings().callTimeout());
  }

  private void acknowledge(MqttPublishMessage message) {
    if (!endpoint.isConnected()) {
      return;
    }
    switch (message.qosLevel()) {
      case AT_LEAST_ONCE -> endpoint.publishAcknowledge(message.messageId());
      case EXACTLY_ONCE -> endpoint.publishReceived(message.messageId());
      default -> {}
    }
  }

  /**
   * Takes a message that nothing can be made of. It is acknowledged, since its sender would send it
   * again for ever; MQTT 5 can say what is wrong with it.
   */
  private void discard(MqttPublishMessage message, Breach breach, MqttPubAckReasonCode code) {
    breaches.record(admission.chargerId(), breach, message.topicName());
    heard();
    if (endpoint.isConnected()
        && endpoint.protocolVersion() == MQTT_5
        && message.qosLevel() == MqttQoS.AT_LEAST_ONCE) {
      endpoint.publishAcknowledge(message.messageId(), code, MqttProperties.NO_PROPERTIES);
    } else {
      acknowledge(message);
    }
  }

  private void leave(CloseReason reason) {
    if (session != null) {
      session.close(reason);
    } else if (endpoint.isConnected()) {
      endpoint.close();
    }
  }

  /** What the client sent is no MQTT, or larger than a message may be. */
  private void onBroken(Throwable failure) {
    if (failure instanceof io.netty.handler.codec.TooLongFrameException) {
      breaches.record(admission.chargerId(), Breach.OversizedPayload, "");
    }
    LOG.info("{}: {}", admission.chargerId(), failure.getMessage());
  }

  private void onClosed(String reason) {
    if (closed != null) {
      return;
    }
    closed = reason;
    sessions.left(endpoint, this);
    waiting.clear();
    waitingBytes = 0;
    if (session != null) {
      session.onClosed(reason);
    }
    if (session != null && link != null && version != null) {
      sessions.keep(endpoint, version, link.quality(), link.unacknowledged(), session);
    }
  }
}
