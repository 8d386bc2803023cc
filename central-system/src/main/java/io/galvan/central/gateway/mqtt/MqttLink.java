package io.galvan.central.gateway.mqtt;

import io.galvan.central.session.CloseReason;
import io.galvan.central.session.Link;
import io.galvan.platform.contract.Chargers.Transport;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;

/**
 * A session's wire over one MQTT connection: frames for the station are published on its down
 * topic, QoS 1.
 */
final class MqttLink implements Link {
  private static final int MQTT_5 = 5;

  private final MqttEndpoint endpoint;
  private final String remoteAddress;
  private final String downTopic;
  private final Runnable resumed;
  private boolean paused;

  /**
   * @param resumed told when reading goes on, so that publishes that waited are taken up
   */
  MqttLink(MqttEndpoint endpoint, String downTopic, Runnable resumed) {
    this.endpoint = endpoint;
    this.remoteAddress = String.valueOf(endpoint.remoteAddress());
    this.downTopic = downTopic;
    this.resumed = resumed;
  }

  @Override
  public Transport transport() {
    return Transport.MQTT;
  }

  @Override
  public String remoteAddress() {
    return remoteAddress;
  }

  @Override
  public void send(String frame) {
    if (endpoint.isConnected()) {
      endpoint.publish(downTopic, Buffer.buffer(frame), MqttQoS.AT_LEAST_ONCE, false, false);
    }
  }

  /**
   * The client pings by itself as often as its keep-alive says, and the listener closes a client
   * that does not.
   */
  @Override
  public void ping() {}

  @Override
  public void pause(boolean pause) {
    paused = pause;
    if (!pause) {
      resumed.run();
    }
  }

  boolean paused() {
    return paused;
  }

  @Override
  public void close(CloseReason reason) {
    if (!endpoint.isConnected()) {
      return;
    }
    if (endpoint.protocolVersion() == MQTT_5) {
      endpoint.disconnect(
          switch (reason) {
            case Replaced -> MqttDisconnectReasonCode.SESSION_TAKEN_OVER;
            case Idle -> MqttDisconnectReasonCode.KEEP_ALIVE_TIMEOUT;
            case ShuttingDown -> MqttDisconnectReasonCode.SERVER_SHUTTING_DOWN;
            case NotStored, Overloaded -> MqttDisconnectReasonCode.SERVER_BUSY;
            case NotText -> MqttDisconnectReasonCode.PAYLOAD_FORMAT_INVALID;
            case TooLarge -> MqttDisconnectReasonCode.PACKET_TOO_LARGE;
            case Removed -> MqttDisconnectReasonCode.NOT_AUTHORIZED;
          },
          MqttProperties.NO_PROPERTIES);
    }
    endpoint.close();
  }
}
