package io.galvan.simulator.mqttcheck;

import io.galvan.simulator.mqttcheck.MqttCheck.Entry;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What MQTT 5 adds, at a broker and at a listener. */
final class Version5Checks {
  private static final int UNBOUNDED = Integer.MAX_VALUE;
  private static final int DEFAULT_RECEIVE_MAXIMUM = 65_535;
  private static final int SESSION_TAKEN_OVER = 0x8e;
  private static final Duration A_WHILE = Duration.ofMillis(300);

  static final Entry PROPERTIES =
      new Entry("v5", "MQTT 5, and what its CONNACK allows", Version5Checks::properties);
  static final Entry CONN_ACK =
      new Entry("v5", "MQTT 5, and the bounds that its CONNACK tells", Version5Checks::bounds);
  static final Entry TAKEOVER =
      new Entry("v5-takeover", "a second connection of MQTT 5", Version5Checks::takeover);

  /** Those that need somebody else who publishes to the station. */
  static final List<Entry> OF_A_BROKER =
      List.of(
          PROPERTIES,
          TAKEOVER,
          new Entry(
              "v5-session",
              "a session of MQTT 5 is kept",
              bench -> BrokerChecks.session(bench, () -> bench.station().version5())),
          new Entry("v5-receive-maximum", "one message at a time", Version5Checks::oneAtATime));

  private Version5Checks() {}

  private static String properties(Bench bench) throws CheckFailed, InterruptedException {
    Packet connAck = bench.connect(bench.station().version5()).connAck();
    List<String> missing = new ArrayList<>();
    require(connAck, MqttProperties.RETAIN_AVAILABLE, "retained messages", missing);
    require(connAck, MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE, "wildcards", missing);
    require(connAck, MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, "shared subscriptions", missing);
    if (connAck.property(MqttProperties.MAXIMUM_QOS, 2) < 1) {
      missing.add("QoS 1");
    }
    int largest = connAck.property(MqttProperties.MAXIMUM_PACKET_SIZE, UNBOUNDED);
    if (largest != 0 && largest < BrokerChecks.LARGE_BYTES) {
      missing.add("packets of 1 MB (at most " + largest + " bytes)");
    }
    if (!missing.isEmpty()) {
      throw new CheckFailed("its CONNACK says that it has no " + String.join(", no ", missing));
    }
    return told(connAck);
  }

  /** A listener needs none of what a broker does for others. */
  private static String bounds(Bench bench) throws CheckFailed, InterruptedException {
    return told(bench.connect(bench.station().version5()).connAck());
  }

  private static String told(Packet connAck) {
    int largest = connAck.property(MqttProperties.MAXIMUM_PACKET_SIZE, UNBOUNDED);
    return "receive maximum "
        + connAck.property(MqttProperties.RECEIVE_MAXIMUM, DEFAULT_RECEIVE_MAXIMUM)
        + ", maximum packet size "
        + (largest == UNBOUNDED ? "unbounded" : largest);
  }

  private static void require(Packet connAck, int property, String what, List<String> missing) {
    if (connAck.property(property, 1) == 0) {
      missing.add(what);
    }
  }

  private static String takeover(Bench bench) throws CheckFailed, InterruptedException {
    Client first = bench.connect(bench.station().version5());
    Client second = bench.connect(bench.station().version5());
    Packet told = first.wire().take(each -> each.is(MqttMessageType.DISCONNECT), bench.patience());
    if (!first.wire().awaitClose(bench.patience())) {
      throw new CheckFailed("the first connection stays open");
    }
    second.subscribe(bench.topic("down"));
    // Stations can do without it, and there are brokers that do not send it.
    boolean reason = told != null && told.reasons().equals(List.of(SESSION_TAKEN_OVER));
    return "the first connection was closed "
        + (reason ? "with" : "without")
        + " DISCONNECT 0x8E (MQTT-3.1.4-3)";
  }

  private static String oneAtATime(Bench bench) throws CheckFailed, InterruptedException {
    Client station = bench.connect(bench.station().version5().receiveMaximum(1));
    station.subscribe(bench.topic("down"));
    station.wire().holdAcknowledgements();
    bench.connect(bench.reader("reader")).publishAhead(bench.topic("down"), 3);
    return oneByOne(station, 3);
  }

  /** Takes messages and acknowledges each; the next comes after that, and not before. */
  static String oneByOne(Client station, int messages) throws CheckFailed, InterruptedException {
    for (int i = 0; i < messages; i++) {
      Packet next =
          station.wire().expect("message " + (i + 1), packet -> packet.is(MqttMessageType.PUBLISH));
      if (station.wire().take(each -> each.is(MqttMessageType.PUBLISH), A_WHILE) != null) {
        throw new CheckFailed("a second message came before the first was acknowledged");
      }
      station.wire().acknowledge(next);
    }
    return messages + " of " + messages;
  }
}
