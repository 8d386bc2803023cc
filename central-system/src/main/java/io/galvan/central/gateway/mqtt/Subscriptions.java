package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.mqtt.Breaches.Breach;
import io.galvan.ocpp.MqttTopics.Leaf;
import io.galvan.ocpp.OcppVersion;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.MqttUnsubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttUnsubAckReasonCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a station subscribes: its own down topic, of one version. A SUBSCRIBE with several versions
 * is an offer: the first that is spoken here is granted, the others are refused. A subscription is
 * acknowledged when the connection is stored, so that commands find it from then on.
 */
final class Subscriptions {
  private static final String SHARED = "$share/";

  private final MqttEndpoint endpoint;
  private final MqttVisitor visitor;
  private final StationTopics topics;
  private final Breaches breaches;

  Subscriptions(
      MqttEndpoint endpoint, MqttVisitor visitor, StationTopics topics, Breaches breaches) {
    this.endpoint = endpoint;
    this.visitor = visitor;
    this.topics = topics;
    this.breaches = breaches;
  }

  void onSubscribe(MqttSubscribeMessage message) {
    boolean offers = !visitor.hasNamedItsVersion();
    List<MqttSubAckReasonCode> answers =
        message.topicSubscriptions().stream()
            .map(
                subscription -> {
                  MqttSubAckReasonCode unsupported = unsupported(message, subscription);
                  return unsupported == null ? grant(subscription, offers) : unsupported;
                })
            .toList();
    visitor.opened().onComplete(ignored -> acknowledge(endpoint, message, answers));
  }

  private MqttSubAckReasonCode grant(MqttTopicSubscription subscription, boolean offers) {
    String filter = subscription.topicName();
    Optional<ChargerTopic> down = topics.own(filter).filter(topic -> topic.leaf() == Leaf.down);
    if (down.isEmpty()) {
      boolean unknown = topics.isOfUnknownVersion(filter);
      breaches.record(
          topics.chargerId(),
          unknown ? Breach.UnknownVersion : Breach.ForeignTopicSubscribe,
          filter);
      if (unknown) {
        return MqttSubAckReasonCode.UNSPECIFIED_ERROR;
      }
      return filter.contains("+") || filter.contains("#")
          ? MqttSubAckReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED
          : MqttSubAckReasonCode.NOT_AUTHORIZED;
    }
    if (!visitor.speaks(down.get().version(), filter, offers)) {
      return MqttSubAckReasonCode.UNSPECIFIED_ERROR;
    }
    MqttSubAckReasonCode granted = granted(subscription.qualityOfService());
    visitor.subscribed(
        granted == MqttSubAckReasonCode.GRANTED_QOS0
            ? MqttQoS.AT_MOST_ONCE
            : MqttQoS.AT_LEAST_ONCE);
    return granted;
  }

  void onUnsubscribe(MqttUnsubscribeMessage message) {
    OcppVersion spoken = visitor.version();
    acknowledge(
        endpoint,
        message,
        message.topics().stream()
            .map(
                filter ->
                    topics
                            .own(filter)
                            .filter(mine -> mine.leaf() == Leaf.down && mine.version() == spoken)
                            .isPresent()
                        && visitor.unsubscribed())
            .toList());
  }

  // ---- the same for all clients of the listener

  /** The quality that is granted: at most 1. */
  static MqttSubAckReasonCode granted(MqttQoS asked) {
    return asked == MqttQoS.AT_MOST_ONCE
        ? MqttSubAckReasonCode.GRANTED_QOS0
        : MqttSubAckReasonCode.GRANTED_QOS1;
  }

  /** Why this kind of subscription is granted to nobody; null when it may be. */
  static @Nullable MqttSubAckReasonCode unsupported(
      MqttSubscribeMessage message, MqttTopicSubscription subscription) {
    if (!message
        .properties()
        .getProperties(MqttPropertyType.SUBSCRIPTION_IDENTIFIER.value())
        .isEmpty()) {
      return MqttSubAckReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED;
    }
    return subscription.topicName().startsWith(SHARED)
        ? MqttSubAckReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED
        : null;
  }

  /** 3.1.1 knows one code for all that is refused. */
  static void acknowledge(
      MqttEndpoint endpoint, MqttSubscribeMessage message, List<MqttSubAckReasonCode> answers) {
    if (endpoint.isConnected()) {
      endpoint.subscribeAcknowledge(
          message.messageId(),
          Mqtt5.speaks(endpoint)
              ? answers
              : answers.stream()
                  .map(code -> code.isError() ? MqttSubAckReasonCode.UNSPECIFIED_ERROR : code)
                  .toList(),
          MqttProperties.NO_PROPERTIES);
    }
  }

  /**
   * @param deleted whether there was such a subscription, for each filter in order
   */
  static void acknowledge(
      MqttEndpoint endpoint, MqttUnsubscribeMessage message, List<Boolean> deleted) {
    if (!endpoint.isConnected()) {
      return;
    }
    endpoint.unsubscribeAcknowledge(
        message.messageId(),
        deleted.stream()
            .map(
                was ->
                    was
                        ? MqttUnsubAckReasonCode.SUCCESS
                        : MqttUnsubAckReasonCode.NO_SUBSCRIPTION_EXISTED)
            .toList(),
        MqttProperties.NO_PROPERTIES);
  }
}
