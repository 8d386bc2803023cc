package io.galvan.central.gateway.mqtt;

import io.galvan.central.http.Channels;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageFactory;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubCompReasonCode;
import io.vertx.mqtt.messages.codes.MqttReasonCode;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The PUBLISHes of one client that are not acknowledged yet. They are acknowledged in the order in
 * which they came (4.6), whatever the order in which they were handled.
 */
final class Receipts {
  /** A PUBLISH that came. */
  static final class Receipt {
    private final int packetId;
    private final MqttQoS qos;
    private @Nullable MqttPubAckReasonCode answer;

    private Receipt(MqttPublishMessage message) {
      this.packetId = message.messageId();
      this.qos = message.qosLevel();
    }
  }

  private final MqttEndpoint endpoint;
  private final ArrayDeque<Receipt> open = new ArrayDeque<>();

  /** Of QoS 2: taken, and not released by the client. */
  private final Set<Integer> unreleased = new HashSet<>(0);

  Receipts(MqttEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** A PUBLISH came; null when it is one of QoS 2 that was taken already (4.3.3). */
  @Nullable Receipt take(MqttPublishMessage message) {
    Receipt receipt = new Receipt(message);
    if (receipt.qos == MqttQoS.EXACTLY_ONCE && !unreleased.add(receipt.packetId)) {
      if (open.stream().noneMatch(before -> before.packetId == receipt.packetId)) {
        reply(MqttMessageType.PUBREC, receipt.packetId, MqttPubAckReasonCode.SUCCESS);
      }
      return null;
    }
    if (receipt.qos != MqttQoS.AT_MOST_ONCE) {
      open.add(receipt);
    }
    return receipt;
  }

  /** It was handled, or nothing can be made of it; MQTT 5 tells the client what. */
  void done(Receipt receipt, MqttPubAckReasonCode answer) {
    receipt.answer = answer;
    while (!open.isEmpty() && open.element().answer != null && endpoint.isConnected()) {
      acknowledge(open.remove());
    }
  }

  private void acknowledge(Receipt receipt) {
    MqttPubAckReasonCode answer = receipt.answer;
    if (answer == null) {
      return;
    }
    if (receipt.qos == MqttQoS.AT_LEAST_ONCE) {
      endpoint.publishAcknowledge(receipt.packetId, answer, MqttProperties.NO_PROPERTIES);
      return;
    }
    if (answer.isError()) {
      // The exchange ends with it (4.3.3).
      unreleased.remove(receipt.packetId);
    }
    reply(MqttMessageType.PUBREC, receipt.packetId, answer);
  }

  /** Vert.x leaves the reason codes of these out. */
  private void reply(MqttMessageType type, int packetId, MqttReasonCode code) {
    Channels.of(endpoint)
        .writeAndFlush(
            MqttMessageFactory.newMessage(
                new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttPubReplyMessageVariableHeader(
                    packetId, code.value(), MqttProperties.NO_PROPERTIES),
                null));
  }

  /** The client releases a message of QoS 2. */
  void release(int packetId) {
    reply(
        MqttMessageType.PUBCOMP,
        packetId,
        unreleased.remove(packetId)
            ? MqttPubCompReasonCode.SUCCESS
            : MqttPubCompReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
  }

  /** PUBLISHes that are not acknowledged. */
  int size() {
    return open.size();
  }
}
