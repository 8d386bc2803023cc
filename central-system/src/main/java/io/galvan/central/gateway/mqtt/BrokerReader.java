package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.mqtt.ChargerTopic.Leaf;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.MqttSettings.Broker;
import io.galvan.platform.contract.Brokers;
import io.galvan.platform.contract.Brokers.Handed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what all stations of the external broker say, and hands it to the nodes that hold their
 * sessions. One node of a cluster reads at a time, so the order that the broker keeps is kept; all
 * nodes read as the same client, so what the last reader did not acknowledge comes again to the
 * next. A message is acknowledged when its node has durably handled it. For one event loop.
 */
final class BrokerReader {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerReader.class);
  private static final int QOS = 1;
  private static final long HAND_TIMEOUT_MS = 60_000;
  private static final long FIRST_PAUSE_MS = 250;
  private static final int MOST_DOUBLINGS = 5;

  /** What the broker sends ahead of acknowledgements is its own setting; this bounds it for us. */
  private static final int MOST_PENDING = 20_000;

  private static final long MOST_PENDING_BYTES = 128L << 20;

  /** One message that is not handled yet. */
  private record Delivery(
      String topic, byte @Nullable [] payload, @Nullable MqttPublishMessage message, int life) {
    int size() {
      return payload == null ? 0 : payload.length;
    }
  }

  /** What one station said and what is not handled of it, in order. */
  private static final class Lane {
    final String statusTopic;
    final ArrayDeque<Delivery> pending = new ArrayDeque<>();
    @Nullable String nodeId;
    boolean present;
    int underWay;
    int failures;
    boolean failed;

    /** Counts how often all was handed over anew; an answer to an older round is nothing. */
    int round;

    Lane(String statusTopic) {
      this.statusTopic = statusTopic;
    }
  }

  private final Vertx vertx;
  private final Bus bus;
  private final String share;
  private final BrokerConnection connection;
  private final Map<String, Lane> lanes = new HashMap<>();
  private List<String> nodes;

  /** Counts connections: a message can be acknowledged on the one it came on only. */
  private int life;

  private int pending;
  private long pendingBytes;

  BrokerReader(Vertx vertx, Bus bus, Broker broker, String share, String nodeId) {
    this.vertx = vertx;
    this.bus = bus;
    this.share = share;
    this.nodes = List.of(nodeId);
    this.connection =
        new BrokerConnection(
            vertx,
            broker,
            share + "-reader",
            false,
            1,
            new BrokerConnection.User() {
              @Override
              public void opening(MqttClient client) {
                int now = ++life;
                client.publishHandler(message -> onMessage(message, now));
              }

              @Override
              public Future<?> opened(MqttClient client) {
                return subscribe(client);
              }

              @Override
              public void lost() {
                life++;
              }
            });
  }

  /** It is this node's turn. */
  void start() {
    connection.open();
  }

  /** It is another node's turn; what was not acknowledged goes to that one. */
  Future<Void> stop() {
    life++;
    forget();
    return connection.close();
  }

  /** What was not acknowledged comes again from the broker. */
  private void forget() {
    for (Lane lane : lanes.values()) {
      lane.pending.clear();
      lane.round++;
    }
    lanes.clear();
    pending = 0;
    pendingBytes = 0;
  }

  /** These nodes are there; the stations of one that is not any more get another. */
  void share(List<String> now) {
    if (now.equals(nodes)) {
      return;
    }
    nodes = now;
    for (Lane lane : List.copyOf(lanes.values())) {
      if (lane.nodeId != null && !now.contains(lane.nodeId)) {
        // Nobody answers what was handed to it; the next node gets all of it, in order.
        startAnew(lane);
        if (lane.present && lane.pending.isEmpty()) {
          add(lane, new Delivery(lane.statusTopic, null, null, life));
        }
      }
    }
  }

  private Future<?> subscribe(MqttClient client) {
    // A shared subscription is not sent what was retained; of the status that is what we want.
    Map<String, Integer> topics =
        Map.of("$share/" + share + "/ocpp/+/+/up", QOS, "ocpp/+/+/status", QOS);
    return client.subscribe(topics);
  }

  private void onMessage(MqttPublishMessage message, int messageLife) {
    Optional<ChargerTopic> topic =
        ChargerTopic.parse(message.topicName()).filter(known -> known.leaf() != Leaf.down);
    if (topic.isEmpty()) {
      LOG.warn("nothing is known of the topic {}", message.topicName());
      message.ack();
      return;
    }
    byte[] payload = message.payload().getBytes();
    ChargerTopic status =
        new ChargerTopic(topic.get().version(), topic.get().identity(), Leaf.status);
    Lane lane = lanes.computeIfAbsent(status.name(), Lane::new);
    if (topic.get().leaf() == Leaf.status) {
      lane.present = isOnline(payload);
    }
    add(lane, new Delivery(message.topicName(), payload, message, messageLife));
    if (pending > MOST_PENDING || pendingBytes > MOST_PENDING_BYTES) {
      LOG.warn("more waits than may; the broker is to send it again");
      forget();
      connection.drop();
    }
  }

  /** What a status says; all but this is an absence. */
  static boolean isOnline(byte[] payload) {
    return new String(payload, StandardCharsets.UTF_8).strip().equals("online");
  }

  private void add(Lane lane, Delivery delivery) {
    lane.pending.add(delivery);
    pending++;
    pendingBytes += delivery.size();
    if (!lane.failed) {
      hand(lane, delivery);
    }
  }

  private void hand(Lane lane, Delivery delivery) {
    String nodeId = lane.nodeId;
    if (nodeId == null) {
      nodeId = nodeOf(lane.statusTopic, nodes);
      lane.nodeId = nodeId;
    }
    lane.underWay++;
    int round = lane.round;
    bus.requestAt(
            Brokers.HAND, nodeId, new Handed(delivery.topic(), delivery.payload()), HAND_TIMEOUT_MS)
        .onComplete(
            (done, failure) -> {
              if (lane.round != round) {
                return;
              }
              lane.underWay--;
              if (failure == null) {
                handled(lane, delivery);
              } else {
                LOG.info("{} is handed over again: {}", delivery.topic(), failure.getMessage());
                lane.failed = true;
              }
              if (lane.failed && lane.underWay == 0) {
                again(lane);
              }
            });
  }

  private void handled(Lane lane, Delivery delivery) {
    lane.failures = 0;
    if (lane.pending.remove(delivery)) {
      pending--;
      pendingBytes -= delivery.size();
    }
    if (delivery.message() != null && delivery.life() == life) {
      delivery.message().ack();
    }
    if (lane.pending.isEmpty() && lane.underWay == 0 && !lane.present) {
      lanes.remove(lane.statusTopic);
    }
  }

  /** All that is not handled is handed over once more, in order, when none is under way. */
  private void again(Lane lane) {
    long pause = FIRST_PAUSE_MS << Math.min(lane.failures++, MOST_DOUBLINGS);
    int round = lane.round;
    vertx.setTimer(
        pause,
        id -> {
          if (lane.round == round) {
            startAnew(lane);
          }
        });
  }

  private void startAnew(Lane lane) {
    lane.round++;
    lane.underWay = 0;
    lane.failed = false;
    if (lane.nodeId != null && !nodes.contains(lane.nodeId)) {
      lane.nodeId = null;
    }
    for (Delivery delivery : new ArrayList<>(lane.pending)) {
      hand(lane, delivery);
    }
  }

  /** The same node for the same station, as long as that is there, whoever asks. */
  static String nodeOf(String station, List<String> nodes) {
    String best = nodes.get(0);
    int most = Integer.MIN_VALUE;
    for (String node : nodes) {
      int weight = spread((station + " " + node).hashCode());
      if (weight > most) {
        most = weight;
        best = node;
      }
    }
    return best;
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    mixed ^= mixed >>> 15;
    return mixed * 0x85EBCA6B;
  }
}
