package io.galvan.central.gateway.mqtt;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubCompReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubRecReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubRelReasonCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Netty's decoder lets through though the standard does not, in a packet behind CONNECT, or
 * Vert.x throws on.
 */
final class PacketRules {
  private PacketRules() {}

  /** What the client is told when this packet breaks a rule; null when it breaks none. */
  static @Nullable MqttDisconnectReasonCode brokenBy(MqttMessage packet, boolean five) {
    try {
      switch (packet.fixedHeader().messageType()) {
        case PINGREQ -> {}
        case SUBSCRIBE -> {
          return needed(((MqttSubscribeMessage) packet).payload().topicSubscriptions());
        }
        case UNSUBSCRIBE -> {
          return needed(((MqttUnsubscribeMessage) packet).payload().topics());
        }
        case PUBLISH -> {
          return brokenBy(((MqttPublishMessage) packet).variableHeader());
        }
        case PUBACK -> MqttPubAckReasonCode.valueOf(replyCode(packet));
        case PUBREC -> MqttPubRecReasonCode.valueOf(replyCode(packet));
        case PUBREL -> MqttPubRelReasonCode.valueOf(replyCode(packet));
        case PUBCOMP -> MqttPubCompReasonCode.valueOf(replyCode(packet));
        case DISCONNECT -> MqttDisconnectReasonCode.valueOf(reasonCode(packet));
        // A second CONNECT, AUTH without a method (MQTT 5, 4.12), or what only a server sends.
        default -> {
          return MqttDisconnectReasonCode.PROTOCOL_ERROR;
        }
      }
      return null;
    } catch (IllegalArgumentException unknownCode) {
      return five
          ? MqttDisconnectReasonCode.MALFORMED_PACKET
          : MqttDisconnectReasonCode.PROTOCOL_ERROR;
    }
  }

  /** At least one filter must come (3.8.3, 3.10.3). */
  private static @Nullable MqttDisconnectReasonCode needed(List<?> filters) {
    return filters.isEmpty() ? MqttDisconnectReasonCode.PROTOCOL_ERROR : null;
  }

  /**
   * No Topic Alias Maximum was announced, so no alias may come (MQTT 5, 3.2.2.3.8), and without one
   * there must be a topic (3.3.2.1). A client gives no subscription identifier (3.3.4).
   */
  private static @Nullable MqttDisconnectReasonCode brokenBy(MqttPublishVariableHeader header) {
    if (header.properties().getProperty(MqttPropertyType.TOPIC_ALIAS.value()) != null) {
      return MqttDisconnectReasonCode.TOPIC_ALIAS_INVALID;
    }
    boolean identified =
        !header
            .properties()
            .getProperties(MqttPropertyType.SUBSCRIPTION_IDENTIFIER.value())
            .isEmpty();
    return identified || header.topicName().isEmpty()
        ? MqttDisconnectReasonCode.PROTOCOL_ERROR
        : null;
  }

  private static byte replyCode(MqttMessage packet) {
    return packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader header
        ? header.reasonCode()
        : 0;
  }

  private static byte reasonCode(MqttMessage packet) {
    return packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
        ? header.reasonCode()
        : 0;
  }
}
