package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.Arrivals;
import io.galvan.central.gateway.Doorkeeper;
import io.galvan.central.gateway.mqtt.ChargerTopic.Leaf;
import io.galvan.central.session.ChargerSession;
import io.galvan.central.session.CloseReason;
import io.galvan.central.session.SessionHost;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Chargers.Admission;
import io.galvan.platform.contract.Chargers.NoticeKind;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One admitted MQTT client. Its session opens when it first names one of its own topics, since the
 * topic tells the version. A publish is acknowledged when the session needs no more of it, so a
 * crash before that makes the station send it again.
 */
final class MqttVisitor {
  private static final Logger LOG = LoggerFactory.getLogger(MqttVisitor.class);

  /**
   * Publishes that may wait for the session to open or to go on reading; a client that sends more
   * is closed.
   */
  private static final int MAX_WAITING = 64;

  private static final int MAX_PAYLOAD_BYTES = 1024 * 1024;
  private static final int MQTT_5 = 5;

  private final MqttEndpoint endpoint;
  private final Admission admission;
  private final SessionHost host;
  private final Arrivals arrivals;
  private final Set<OcppVersion> versions;
  private final Bus bus;
  private final ArrayDeque<MqttPublishMessage> waiting = new ArrayDeque<>();
  private @Nullable MqttLink link;
  private @Nullable ChargerSession session;
  private boolean opening;
  private @Nullable String closed;

  MqttVisitor(
      MqttEndpoint endpoint,
      Admission admission,
      SessionHost host,
      Arrivals arrivals,
      Set<OcppVersion> versions,
      Bus bus) {
    this.endpoint = endpoint;
    this.admission = admission;
    this.host = host;
    this.arrivals = arrivals;
    this.versions = versions;
    this.bus = bus;
  }

  /** Accepts the client and listens to it. */
  void welcome() {
    endpoint.publishAutoAck(false);
    endpoint.subscribeHandler(this::onSubscribe);
    endpoint.unsubscribeHandler(
        unsubscribe -> endpoint.unsubscribeAcknowledge(unsubscribe.messageId()));
    endpoint.publishHandler(this::onPublish);
    endpoint.publishReleaseHandler(endpoint::publishComplete);
    endpoint.pingHandler(ignored -> heard());
    endpoint.exceptionHandler(
        failure -> LOG.info("{}: {}", admission.chargerId(), failure.getMessage()));
    endpoint.disconnectHandler(ignored -> onClosed("disconnected"));
    endpoint.closeHandler(ignored -> onClosed("the connection broke"));
    endpoint.accept(false);
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
                    record("ForeignTopicSubscribe", subscription.topicName());
                    return MqttQoS.FAILURE;
                  }
                  open(topic.get().version());
                  return subscription.qualityOfService() == MqttQoS.AT_MOST_ONCE
                      ? MqttQoS.AT_MOST_ONCE
                      : MqttQoS.AT_LEAST_ONCE;
                })
            .toList();
    endpoint.subscribeAcknowledge(message.messageId(), granted);
  }

  private void onPublish(MqttPublishMessage message) {
    Optional<ChargerTopic> topic = own(message.topicName());
    if (topic.isEmpty() || topic.get().leaf() == Leaf.down) {
      record("ForeignTopicPublish", message.topicName());
      refuse(message, MqttPubAckReasonCode.NOT_AUTHORIZED, CloseReason.Removed);
      return;
    }
    if (topic.get().leaf() == Leaf.status) {
      heard();
      acknowledge(message);
      return;
    }
    open(topic.get().version());
    waiting.add(message);
    if (waiting.size() > MAX_WAITING) {
      leave(CloseReason.Overloaded);
      return;
    }
    pump();
  }

  private void pump() {
    while (session != null && link != null && !link.paused() && !waiting.isEmpty()) {
      MqttPublishMessage message = waiting.poll();
      Optional<String> text = text(message);
      if (text.isEmpty()) {
        record("BrokenPayload", message.topicName());
        refuse(message, MqttPubAckReasonCode.PAYLOAD_FORMAT_INVALID, CloseReason.NotText);
        return;
      }
      session.onFrame(text.get()).onComplete(ignored -> acknowledge(message));
    }
  }

  /** The payload as text; empty when it is too long or no UTF-8. */
  private static Optional<String> text(MqttPublishMessage message) {
    if (message.payload().length() > MAX_PAYLOAD_BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(message.payload().getBytes()))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private Optional<ChargerTopic> own(String name) {
    return ChargerTopic.parse(name)
        .filter(
            topic ->
                topic.identity().equalsIgnoreCase(admission.chargerId())
                    && versions.contains(topic.version()));
  }

  private void open(OcppVersion version) {
    if (opening) {
      return;
    }
    opening = true;
    MqttLink opened =
        new MqttLink(
            endpoint,
            new ChargerTopic(version, endpoint.clientIdentifier(), Leaf.down).name(),
            this::pump);
    link = opened;
    arrivals
        .open(host, opened, admission, version)
        .onComplete(
            (stored, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "the connection of {} could not be stored: {}",
                    admission.chargerId(),
                    failure.getMessage());
                opened.close(CloseReason.NotStored);
                return;
              }
              session = stored;
              stored.arrived(
                  "CONNECT " + endpoint.clientIdentifier(),
                  Doorkeeper.deviations(
                      endpoint.clientIdentifier(),
                      endpoint.auth() == null ? null : endpoint.auth().getUsername(),
                      admission));
              if (closed != null) {
                stored.onClosed(closed);
              } else {
                pump();
              }
            });
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

  /** MQTT 5 can say no to one message; 3.1.1 can only close. */
  private void refuse(MqttPublishMessage message, MqttPubAckReasonCode code, CloseReason reason) {
    if (endpoint.protocolVersion() == MQTT_5 && message.qosLevel() == MqttQoS.AT_LEAST_ONCE) {
      endpoint.publishAcknowledge(message.messageId(), code, MqttProperties.NO_PROPERTIES);
    } else {
      leave(reason);
    }
  }

  private void leave(CloseReason reason) {
    if (session != null) {
      session.close(reason);
    } else {
      endpoint.close();
    }
  }

  private void record(String what, String topic) {
    LOG.warn("{}: {} on {}", admission.chargerId(), what, topic);
    Future<?> stored =
        bus.request(
            Chargers.NOTICE,
            new Chargers.Notice(
                admission.chargerId(),
                NoticeKind.SecurityEvent,
                what,
                null,
                topic.length() > 255 ? topic.substring(0, 255) : topic,
                null));
    stored.onFailure(failure -> LOG.warn("that could not be recorded: {}", failure.getMessage()));
  }

  private void onClosed(String reason) {
    closed = reason;
    waiting.clear();
    if (session != null) {
      session.onClosed(reason);
    }
  }
}
