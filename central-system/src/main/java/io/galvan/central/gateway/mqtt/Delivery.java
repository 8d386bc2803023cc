package io.galvan.central.gateway.mqtt;

import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.messages.MqttPublishMessage;
import org.jspecify.annotations.Nullable;

/**
 * One message of a station at the external broker, from its receipt to its acknowledgement. Two are
 * never the same one, whatever they hold.
 */
final class Delivery {
  /** What a message takes beside its bytes. */
  private static final int OVERHEAD_BYTES = 300;

  private final String topic;
  private final Buffer payload;
  private final int bytes;
  private @Nullable MqttPublishMessage message;
  private boolean handled;
  private int tries;

  private Delivery(String topic, Buffer payload, int bytes, @Nullable MqttPublishMessage message) {
    this.topic = topic;
    this.payload = payload;
    this.bytes = bytes;
    this.message = message;
  }

  static Delivery of(MqttPublishMessage message) {
    return new Delivery(message.topicName(), message.payload(), bytesOf(message), message);
  }

  /** No message of the broker, but what is known of the station of this status topic. */
  static Delivery of(String statusTopic, Presence presence) {
    return new Delivery(statusTopic, Buffer.buffer(presence.name()), OVERHEAD_BYTES, null);
  }

  /** What it takes to hold this message. */
  static int bytesOf(MqttPublishMessage message) {
    return message.payload().length() + message.topicName().length() + OVERHEAD_BYTES;
  }

  String topic() {
    return topic;
  }

  byte[] payload() {
    return payload.getBytes();
  }

  int bytes() {
    return bytes;
  }

  boolean isHandled() {
    return handled;
  }

  /** Its hand-over failed by a fault of ours. Gives how often that has happened. */
  int triedInVain() {
    return ++tries;
  }

  int tries() {
    return tries;
  }

  /** It is durably handled or refused for good. */
  void handled() {
    handled = true;
  }

  /** The connection that it came on is gone; the broker sends it again. */
  void connectionLost() {
    message = null;
  }

  /** Whether the broker can be told. */
  boolean canBeAcknowledged() {
    return message != null;
  }

  /** Whether this message, come on a new connection, is the one that came before. */
  boolean isAgain(MqttPublishMessage later) {
    return topic.equals(later.topicName()) && later.payload().equals(payload);
  }

  void cameAgain(MqttPublishMessage later) {
    message = later;
  }

  void acknowledge() {
    if (message != null) {
      message.ack();
    }
  }
}
