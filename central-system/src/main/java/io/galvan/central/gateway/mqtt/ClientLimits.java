package io.galvan.central.gateway.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.vertx.mqtt.MqttEndpoint;

/**
 * What a client takes at once. MQTT 3.1.1 has no words for it.
 *
 * @param inFlight PUBLISHes of QoS 1 that it is sent before it acknowledges
 * @param packetBytes of one packet
 */
record ClientLimits(int inFlight, long packetBytes) {
  /** Fixed header, packet identifier, and the lengths of topic and properties. */
  private static final int MOST_HEADER_BYTES = 5 + 2 + 2 + 1;

  /**
   * @param mostInFlight whatever the client would take
   */
  static ClientLimits of(MqttEndpoint endpoint, int mostInFlight) {
    Long inFlight = Mqtt5.told(endpoint, MqttPropertyType.RECEIVE_MAXIMUM);
    Long packetBytes = Mqtt5.told(endpoint, MqttPropertyType.MAXIMUM_PACKET_SIZE);
    return new ClientLimits(
        inFlight == null ? mostInFlight : (int) Math.min(inFlight, mostInFlight),
        packetBytes == null ? Long.MAX_VALUE : packetBytes);
  }

  /** Whether the client takes this message (MQTT 5, 3.1.2.11.4). */
  boolean takes(String topic, String payload) {
    return packetBytes == Long.MAX_VALUE
        || (long) MOST_HEADER_BYTES + ByteBufUtil.utf8Bytes(topic) + ByteBufUtil.utf8Bytes(payload)
            <= packetBytes;
  }
}
