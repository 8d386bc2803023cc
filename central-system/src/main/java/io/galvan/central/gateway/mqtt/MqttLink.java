package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.mqtt.LastStates.Outgoing;
import io.galvan.central.http.ClientAddress;
import io.galvan.central.session.CloseReason;
import io.galvan.central.session.Link;
import io.galvan.contract.registration.Chargers.Transport;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session's wire over one MQTT connection: frames for the station are published on its down
 * topic, QoS 1. While a station leaves much unacknowledged, no more of its CALLs are taken up.
 */
final class MqttLink implements Link {
  /** Frames in flight to a client that does not say how many it takes, and at most. */
  private static final int MOST_IN_FLIGHT = 20;

  /** In characters: from here on no CALL is taken up, and the station is given up. */
  private static final int MANY_UNACKNOWLEDGED_CHARS = 1 << 20;

  private static final int MOST_UNACKNOWLEDGED_CHARS = 4 << 20;

  private final MqttEndpoint endpoint;
  private final String remoteAddress;
  private final String downTopic;
  private final ClientLimits limits;
  private final Outbox outbox;
  private final Runnable resumed;
  private final Runnable heard;

  /** Null when the station has unsubscribed. */
  private @Nullable MqttQoS qos = MqttQoS.AT_LEAST_ONCE;

  private boolean paused;

  /**
   * @param resumed told when CALLs are taken up again
   * @param heard told when the station acknowledges a frame
   */
  MqttLink(MqttEndpoint endpoint, String downTopic, Runnable resumed, Runnable heard) {
    this.endpoint = endpoint;
    this.remoteAddress = ClientAddress.of(endpoint.remoteAddress()).toString();
    this.downTopic = downTopic;
    this.limits = ClientLimits.of(endpoint, MOST_IN_FLIGHT);
    this.outbox = new Outbox(limits.inFlight(), this::publish);
    this.resumed = resumed;
    this.heard = heard;
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
  void subscribed(MqttQoS granted) {
    qos = granted;
  }

  /** Nothing more is sent, except again what was in flight; false when it had not subscribed. */
  boolean unsubscribed() {
    boolean was = qos != null;
    qos = null;
    outbox.dropUnsent();
    return was;
  }

  /** The quality of the subscription; null when the station has unsubscribed. */
  @Nullable MqttQoS quality() {
    return qos;
  }

  @Override
  public boolean takes(String frame) {
    return limits.takes(downTopic, frame);
  }

  @Override
  public @Nullable String obstacle(String frame) {
    if (qos == null) {
      return "the charging station has unsubscribed " + downTopic;
    }
    return takes(frame)
        ? null
        : "the frame is longer than the Maximum Packet Size of the charging station, "
            + limits.packetBytes()
            + " bytes";
  }

  @Override
  public void send(String frame) {
    if (!endpoint.isConnected() || obstacle(frame) != null) {
      return;
    }
    if (qos == MqttQoS.AT_MOST_ONCE) {
      endpoint.publish(downTopic, Buffer.buffer(frame), MqttQoS.AT_MOST_ONCE, false, false);
      return;
    }
    outbox.send(new Outgoing(downTopic, frame, false));
    if (outbox.chars() > MOST_UNACKNOWLEDGED_CHARS) {
      Mqtt5.goodbye(endpoint, MqttDisconnectReasonCode.QUOTA_EXCEEDED);
    }
  }

  private void publish(Outbox.Message message, boolean again) {
    if (endpoint.isConnected()) {
      endpoint.publish(
          message.content().topic(),
          Buffer.buffer(message.content().payload()),
          MqttQoS.AT_LEAST_ONCE,
          again,
          false,
          message.packetId());
    }
  }

  /**
   * What an earlier connection sent and the station did not acknowledge, sent again; what is older
   * nobody waits for any more.
   */
  void sendAgain(List<Outbox.Message> earlier, Duration oldest) {
    long now = System.nanoTime();
    outbox.sendAgain(
        earlier.stream()
            .filter(
                message ->
                    now - message.sinceNanos() < oldest.toNanos()
                        && takes(message.content().payload()))
            .toList());
  }

  /** What the station has not acknowledged, in order. */
  List<Outbox.Message> unacknowledged() {
    return outbox.all();
  }

  private void onAcknowledged(int id) {
    heard.run();
    boolean was = isBehind();
    outbox.acknowledged(id);
    if (was && !paused()) {
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

  /** Whether no more of the station's frames are to be taken up now. */
  boolean paused() {
    return paused || isBehind();
  }

  /** Whether the station is to acknowledge before more of its frames are taken up. */
  boolean isBehind() {
    return outbox.chars() >= MANY_UNACKNOWLEDGED_CHARS;
  }

  @Override
  public void close(CloseReason reason) {
    Mqtt5.goodbye(
        endpoint,
        switch (reason) {
          case Replaced -> MqttDisconnectReasonCode.SESSION_TAKEN_OVER;
          case Idle -> MqttDisconnectReasonCode.KEEP_ALIVE_TIMEOUT;
          case ShuttingDown -> MqttDisconnectReasonCode.SERVER_SHUTTING_DOWN;
          case NotStored -> MqttDisconnectReasonCode.SERVER_BUSY;
          case Overloaded -> MqttDisconnectReasonCode.QUOTA_EXCEEDED;
          case NotText -> MqttDisconnectReasonCode.PAYLOAD_FORMAT_INVALID;
          case Malformed -> MqttDisconnectReasonCode.PROTOCOL_ERROR;
          case TooLarge -> MqttDisconnectReasonCode.PACKET_TOO_LARGE;
          case Removed, Occupied -> MqttDisconnectReasonCode.NOT_AUTHORIZED;
        });
  }
}
