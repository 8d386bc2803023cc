package io.galvan.simulator.mqttcheck;

import io.galvan.simulator.transport.ConnectFailure;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** A connected client. */
final class Client {
  private final MqttWire wire;
  private final Packet connAck;

  private Client(MqttWire wire, Packet connAck) {
    this.wire = wire;
    this.connAck = connAck;
  }

  /** Connects; fails when it is refused. */
  static Client connect(Login login, Duration patience) throws CheckFailed, InterruptedException {
    MqttWire wire = MqttWire.open(login.server, patience);
    wire.send(login.message());
    Packet connAck = wire.expect("CONNACK", packet -> packet.is(MqttMessageType.CONNACK));
    if (connAck.refused()) {
      wire.cut();
      throw new CheckFailed(
          login.server.where() + " refused the client " + login.id + ": " + words(connAck));
    }
    return new Client(wire, connAck);
  }

  private static String words(Packet connAck) {
    int code = connAck.reasons().get(0);
    try {
      return ConnectFailure.words(MqttConnectReturnCode.valueOf((byte) code));
    } catch (IllegalArgumentException unknown) {
      return "code " + code;
    }
  }

  MqttWire wire() {
    return wire;
  }

  Packet connAck() {
    return connAck;
  }

  /** Subscribes; fails when it is refused. */
  void subscribe(String filter) throws CheckFailed, InterruptedException {
    Packet ack = trySubscribing(filter);
    if (ack.refused()) {
      throw new CheckFailed("the subscription of " + filter + " was refused");
    }
  }

  /** Subscribes, whatever becomes of it. */
  Packet trySubscribing(String filter) throws CheckFailed, InterruptedException {
    int id = wire.nextPacketId();
    wire.send(
        MqttMessageBuilders.subscribe()
            .messageId(id)
            .addSubscription(MqttQoS.AT_LEAST_ONCE, filter)
            .build());
    return wire.expect("SUBACK", packet -> packet.is(MqttMessageType.SUBACK) && packet.id() == id);
  }

  /** Publishes and waits until the server has taken it. */
  void publish(String topic, String text) throws CheckFailed, InterruptedException {
    publish(topic, text.getBytes(StandardCharsets.UTF_8), false);
  }

  /** Publishes and waits until the server has taken it. */
  void publish(String topic, byte[] payload, boolean retained)
      throws CheckFailed, InterruptedException {
    int id = publishAhead(topic, payload, retained);
    Packet ack = acknowledgement(id);
    if (ack.refused()) {
      throw new CheckFailed("a message on " + topic + " was refused: " + ack);
    }
  }

  /** Publishes without waiting; gives the packet's id. */
  int publishAhead(String topic, byte[] payload, boolean retained) {
    int id = wire.nextPacketId();
    wire.send(
        MqttMessageBuilders.publish()
            .messageId(id)
            .topicName(topic)
            .qos(MqttQoS.AT_LEAST_ONCE)
            .retained(retained)
            .payload(Unpooled.wrappedBuffer(payload))
            .build());
    return id;
  }

  /** Waits for the PUBACK of a message. */
  Packet acknowledgement(int id) throws CheckFailed, InterruptedException {
    return wire.expect("PUBACK", packet -> packet.is(MqttMessageType.PUBACK) && packet.id() == id);
  }

  /** Publishes texts from 0 on without waiting, then waits for all acknowledgements. */
  void publishAhead(String topic, int messages) throws CheckFailed, InterruptedException {
    Set<Integer> waiting = new TreeSet<>();
    for (int i = 0; i < messages; i++) {
      byte[] number = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
      waiting.add(publishAhead(topic, number, false));
    }
    while (!waiting.isEmpty()) {
      String left = waiting.size() + " of " + messages + " acknowledgements";
      Packet ack = wire.expect(left, packet -> packet.is(MqttMessageType.PUBACK));
      if (ack.refused()) {
        throw new CheckFailed("one of " + messages + " messages was refused: " + ack);
      }
      waiting.remove(ack.id());
    }
  }

  /** Takes the next message on a topic. */
  Packet message(String topic) throws CheckFailed, InterruptedException {
    return wire.expect(
        "a message on " + topic,
        packet -> packet.is(MqttMessageType.PUBLISH) && packet.topic().equals(topic));
  }

  /** Takes the texts from 0 on, in this order. */
  void messagesInOrder(String topic, int messages) throws CheckFailed, InterruptedException {
    for (int i = 0; i < messages; i++) {
      int wanted = i;
      Packet next =
          wire.expect(
              "message " + (wanted + 1) + " of " + messages,
              packet -> packet.is(MqttMessageType.PUBLISH) && packet.topic().equals(topic));
      if (!next.text().equals(Integer.toString(wanted))) {
        throw new CheckFailed(
            "message " + (wanted + 1) + " of " + messages + " was number " + next.text());
      }
    }
  }
}
