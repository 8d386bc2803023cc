package io.galvan.central.gateway.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What MQTT 5 adds to a connection: what each side tells of itself, and why it ends. */
final class Mqtt5 {
  /** The protocol level in CONNECT. */
  static final int LEVEL = 5;

  /** PUBLISHes of QoS 1 and 2 that a client may send ahead, as it is told. */
  static final int RECEIVE_MAXIMUM = 64;

  /** A client that takes no more than so many bytes cannot be talked with. */
  private static final int LEAST_PACKET_BYTES = 128;

  private Mqtt5() {}

  static boolean speaks(MqttEndpoint endpoint) {
    return endpoint.protocolVersion() == LEVEL;
  }

  /** Of a four-byte or two-byte integer in CONNECT; null when it is absent. */
  static @Nullable Long told(MqttEndpoint endpoint, MqttPropertyType property) {
    return speaks(endpoint) ? told(endpoint.connectProperties(), property) : null;
  }

  static @Nullable Long told(MqttProperties properties, MqttPropertyType property) {
    return properties.getProperty(property.value()) instanceof IntegerProperty integer
        ? Integer.toUnsignedLong(integer.value())
        : null;
  }

  /** Why this CONNECT is refused whoever sends it; null when its properties are as they may be. */
  static @Nullable MqttConnectReturnCode refuses(MqttEndpoint endpoint) {
    if (!speaks(endpoint)) {
      return null;
    }
    MqttProperties properties = endpoint.connectProperties();
    if (properties.getProperty(MqttPropertyType.AUTHENTICATION_METHOD.value()) != null) {
      return MqttConnectReturnCode.CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD;
    }
    Long inFlight = told(endpoint, MqttPropertyType.RECEIVE_MAXIMUM);
    Long packetBytes = told(endpoint, MqttPropertyType.MAXIMUM_PACKET_SIZE);
    if ((inFlight != null && inFlight == 0) || (packetBytes != null && packetBytes == 0)) {
      return MqttConnectReturnCode.CONNECTION_REFUSED_PROTOCOL_ERROR;
    }
    return packetBytes != null && packetBytes < LEAST_PACKET_BYTES
        ? MqttConnectReturnCode.CONNECTION_REFUSED_PACKET_TOO_LARGE
        : null;
  }

  /**
   * What the client is told with CONNACK (3.2.2.3). Topic aliases are not announced, so none may
   * come. Retained messages are taken: nobody but the station itself could subscribe its topics, so
   * there is nobody to give them to.
   *
   * @param expiry how long its session is remembered
   * @param wildcards whether it may subscribe with wildcards
   * @param assignedId the client id, where it gave none
   */
  static MqttProperties announcement(
      MqttEndpoint endpoint, Duration expiry, boolean wildcards, @Nullable String assignedId) {
    if (!speaks(endpoint)) {
      return MqttProperties.NO_PROPERTIES;
    }
    MqttProperties told = new MqttProperties();
    add(told, MqttPropertyType.SESSION_EXPIRY_INTERVAL, Math.toIntExact(expiry.toSeconds()));
    add(told, MqttPropertyType.RECEIVE_MAXIMUM, RECEIVE_MAXIMUM);
    add(told, MqttPropertyType.RETAIN_AVAILABLE, 1);
    add(told, MqttPropertyType.MAXIMUM_PACKET_SIZE, Payloads.MOST_PACKET_BYTES);
    if (assignedId != null) {
      told.add(new StringProperty(MqttPropertyType.ASSIGNED_CLIENT_IDENTIFIER.value(), assignedId));
    }
    add(told, MqttPropertyType.WILDCARD_SUBSCRIPTION_AVAILABLE, wildcards ? 1 : 0);
    add(told, MqttPropertyType.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0);
    add(told, MqttPropertyType.SHARED_SUBSCRIPTION_AVAILABLE, 0);
    return told;
  }

  private static void add(MqttProperties to, MqttPropertyType property, int value) {
    to.add(new IntegerProperty(property.value(), value));
  }

  /**
   * Ends the connection of an accepted client; one of MQTT 5 is told why. Nothing happens when it
   * is over already.
   */
  static void goodbye(MqttEndpoint endpoint, MqttDisconnectReasonCode code) {
    if (endpoint.isConnected()) {
      MqttGuard guard = MqttGuard.of(endpoint);
      if (guard != null) {
        guard.stopListening();
      }
      endpoint.disconnect(code, MqttProperties.NO_PROPERTIES);
    }
  }
}
