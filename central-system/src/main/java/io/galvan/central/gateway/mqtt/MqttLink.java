package io.galvan.central.gateway.mqtt;

import io.galvan.central.http.ClientAddress;
import io.galvan.central.session.CloseReason;
import io.galvan.central.session.Link;
import io.galvan.platform.contract.Chargers.Transport;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A session's wire over one MQTT connection: frames for the station are published on its down
 * topic, QoS 1. A station that does not acknowledge is not read from until it does.
 */
final class MqttLink implements Link {
  private static final int MQTT_5 = 5;
  private static final int MAX_PACKET_ID = 65_535;

  /** Unacknowledged frames at which reading stops, and at which the station is given up. */
  private static final int MANY_UNACKNOWLEDGED = 64;

  private static final int MOST_UNACKNOWLEDGED = 256;

  /** In characters: the longest frame twice. */
  private static final int MOST_UNACKNOWLEDGED_CHARS = 2 << 20;

  /** A frame that the station has not acknowledged yet. */
  record Unacknowledged(int packetId, String frame, long sentNanos) {}

  private final MqttEndpoint endpoint;
  private final String remoteAddress;
  private final String downTopic;
  private final Runnable resumed;
  private final Runnable acknowledged;
  private final LinkedHashMap<Integer, Unacknowledged> unacknowledged = new LinkedHashMap<>();
  private MqttQoS qos = MqttQoS.AT_LEAST_ONCE;
  private int unacknowledgedChars;
  private int packetId;
  private boolean paused;

  /**
   * @param resumed told when reading goes on, so that publishes that waited are taken up
   * @param acknowledged told when the station acknowledges a frame
   */
  MqttLink(MqttEndpoint endpoint, String downTopic, Runnable resumed, Runnable acknowledged) {
    this.acknowledged = acknowledged;
    this.endpoint = endpoint;
    this.remoteAddress = ClientAddress.of(endpoint.remoteAddress()).toString();
    this.downTopic = downTopic;
    this.resumed = resumed;
    endpoint.publishAcknowledgeHandler(this::onAcknowledged);
  }

  @Override
  public Transport transport() {
    return Transport.MQTT;
  }

  @Override
  public String remoteAddress() {
    return remoteAddress;
  }

  /** The quality that the station subscribed with, at most 1. */
  void quality(MqttQoS granted) {
    qos = granted;
  }

  MqttQoS quality() {
    return qos;
  }

  @Override
  public void send(String frame) {
    if (!endpoint.isConnected()) {
      return;
    }
    if (qos == MqttQoS.AT_MOST_ONCE) {
      endpoint.publish(downTopic, Buffer.buffer(frame), qos, false, false);
      return;
    }
    do {
      packetId = packetId % MAX_PACKET_ID + 1;
    } while (unacknowledged.containsKey(packetId));
    publish(new Unacknowledged(packetId, frame, System.nanoTime()), false);
    if (unacknowledged.size() >= MOST_UNACKNOWLEDGED
        || unacknowledgedChars >= MOST_UNACKNOWLEDGED_CHARS) {
      endpoint.close();
    }
  }

  private void publish(Unacknowledged sent, boolean again) {
    unacknowledged.put(sent.packetId(), sent);
    unacknowledgedChars += sent.frame().length();
    endpoint.publish(downTopic, Buffer.buffer(sent.frame()), qos, again, false, sent.packetId());
  }

  /**
   * What an earlier connection sent and the station did not acknowledge, sent again; what is older
   * nobody waits for any more.
   */
  void sendAgain(List<Unacknowledged> earlier, Duration oldest) {
    long now = System.nanoTime();
    for (Unacknowledged sent : earlier) {
      packetId = Math.max(packetId, sent.packetId());
      if (now - sent.sentNanos() < oldest.toNanos()) {
        publish(sent, true);
      }
    }
  }

  /** What was sent and not acknowledged, in order. */
  List<Unacknowledged> unacknowledged() {
    return new ArrayList<>(unacknowledged.values());
  }

  private void onAcknowledged(int id) {
    acknowledged.run();
    boolean wasMany = unacknowledged.size() >= MANY_UNACKNOWLEDGED;
    Unacknowledged acknowledged = unacknowledged.remove(id);
    unacknowledgedChars -= acknowledged == null ? 0 : acknowledged.frame().length();
    if (wasMany && !paused()) {
      resumed.run();
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
    if (!paused()) {
      resumed.run();
    }
  }

  boolean paused() {
    return paused || unacknowledged.size() >= MANY_UNACKNOWLEDGED;
  }

  @Override
  public void close(CloseReason reason) {
    if (!endpoint.isConnected()) {
      return;
    }
    if (endpoint.protocolVersion() == MQTT_5) {
      // Closes as well.
      endpoint.disconnect(
          switch (reason) {
            case Replaced -> MqttDisconnectReasonCode.SESSION_TAKEN_OVER;
            case Idle -> MqttDisconnectReasonCode.KEEP_ALIVE_TIMEOUT;
            case ShuttingDown -> MqttDisconnectReasonCode.SERVER_SHUTTING_DOWN;
            case NotStored, Overloaded -> MqttDisconnectReasonCode.SERVER_BUSY;
            case NotText -> MqttDisconnectReasonCode.PAYLOAD_FORMAT_INVALID;
            case Malformed -> MqttDisconnectReasonCode.PROTOCOL_ERROR;
            case TooLarge -> MqttDisconnectReasonCode.PACKET_TOO_LARGE;
            case Removed, Occupied -> MqttDisconnectReasonCode.NOT_AUTHORIZED;
          },
          MqttProperties.NO_PROPERTIES);
    } else {
      endpoint.close();
    }
  }
}
