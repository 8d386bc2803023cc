package io.galvan.simulator.mqttcheck;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A packet that a server sent.
 *
 * @param id the packet identifier; 0 for none
 * @param topic of a PUBLISH; empty for others
 * @param reasons the reason or return codes; empty for a packet without
 * @param sessionPresent of a CONNACK
 */
record Packet(
    MqttMessageType type,
    int id,
    int qos,
    boolean retained,
    boolean repeated,
    String topic,
    byte[] payload,
    List<Integer> reasons,
    boolean sessionPresent,
    MqttProperties properties) {
  private static final byte[] NOTHING = {};
  private static final int FAILURE = 0x80;

  /** The packet of a message; null for one that could not be read. */
  static @Nullable Packet of(MqttMessage message) {
    if (message.fixedHeader() == null || message.decoderResult().isFailure()) {
      return null;
    }
    Object header = message.variableHeader();
    if (message instanceof MqttPublishMessage publish) {
      return new Packet(
          MqttMessageType.PUBLISH,
          publish.variableHeader().packetId(),
          publish.fixedHeader().qosLevel().value(),
          publish.fixedHeader().isRetain(),
          publish.fixedHeader().isDup(),
          publish.variableHeader().topicName(),
          ByteBufUtil.getBytes(publish.payload()),
          List.of(),
          false,
          publish.variableHeader().properties());
    } else if (message instanceof MqttConnAckMessage ack) {
      return new Packet(
          MqttMessageType.CONNACK,
          0,
          0,
          false,
          false,
          "",
          NOTHING,
          List.of((int) ack.variableHeader().connectReturnCode().byteValue() & 0xff),
          ack.variableHeader().isSessionPresent(),
          ack.variableHeader().properties());
    } else if (message instanceof MqttSubAckMessage ack) {
      return of(message, ack.variableHeader().messageId(), ack.payload().reasonCodes());
    } else if (header instanceof MqttPubReplyMessageVariableHeader reply) {
      return of(message, reply.messageId(), List.of(reply.reasonCode() & 0xff));
    } else if (header instanceof MqttReasonCodeAndPropertiesVariableHeader end) {
      return of(message, 0, List.of(end.reasonCode() & 0xff));
    } else if (header instanceof MqttMessageIdAndPropertiesVariableHeader id) {
      return of(message, id.messageId(), List.of());
    } else if (header instanceof MqttMessageIdVariableHeader id) {
      return of(message, id.messageId(), List.of());
    }
    return of(message, 0, List.of());
  }

  private static Packet of(MqttMessage message, int id, List<Integer> reasons) {
    return new Packet(
        message.fixedHeader().messageType(),
        id,
        0,
        false,
        false,
        "",
        NOTHING,
        reasons,
        false,
        MqttProperties.NO_PROPERTIES);
  }

  boolean is(MqttMessageType wanted) {
    return type == wanted;
  }

  /** Whether a code of it says that something was refused. */
  boolean refused() {
    return reasons.stream().anyMatch(code -> code >= FAILURE)
        || type == MqttMessageType.CONNACK && reasons.get(0) != 0;
  }

  /** The payload as text. */
  String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** A property that is a number; the given one when there is none. */
  int property(int id, int otherwise) {
    return properties.getProperty(id) instanceof MqttProperties.IntegerProperty number
        ? number.value()
        : otherwise;
  }

  @Override
  public String toString() {
    return type
        + (reasons.isEmpty() ? "" : " 0x" + Integer.toHexString(reasons.get(0)))
        + (topic.isEmpty() ? "" : " on " + topic);
  }
}
