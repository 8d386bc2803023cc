package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.mqtt.Breaches.Breach;
import io.galvan.contract.broker.Brokers;
import io.galvan.contract.broker.Brokers.Handed;
import io.galvan.ocpp.MqttTopics;
import io.galvan.ocpp.MqttTopics.Leaf;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.MqttSettings.Broker;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what all stations of the external broker say, and hands it to the nodes that hold their
 * sessions. One node of a cluster reads at a time, so the order that the broker keeps is kept; all
 * nodes read as the same client, so what the last reader did not acknowledge comes again to the
 * next. A message is acknowledged when its node has durably handled it; until then it is held here,
 * or, when there is no room for it, by the broker. For one event loop.
 */
final class BrokerReader {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerReader.class);
  private static final int QOS = 1;
  private static final long HAND_TIMEOUT_MS = 60_000;
  private static final long DRAIN_MS = 2_000;

  /** After a new connection the broker has sent again by then what was not acknowledged. */
  private static final long SETTLE_MS = 10_000;

  /**
   * What may be held here, in bytes.
   *
   * @param all of all stations
   * @param lane of one station
   * @param pressedLane of one station while more than half of the room is taken
   */
  record Room(long all, long lane, long pressedLane) {
    private static final long MOST = 128L << 20;
    private static final int PART_OF_HEAP = 8;
    private static final int LANES = 16;
    private static final int PRESSED_LANES = 256;

    static Room ofThisProcess() {
      return of(Math.min(MOST, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }

    static Room of(long all) {
      return new Room(all, all / LANES, all / PRESSED_LANES);
    }
  }

  private final Vertx vertx;
  private final Bus bus;
  private final String share;
  private final MqttTopics names;
  private final BrokerLetters letters;
  private final BrokerAttempts attempts;
  private final Breaches breaches;
  private final Room room;
  private final BrokerConnection connection;
  private final Map<String, BrokerLane> lanes = new HashMap<>();

  /** Those whose later messages were left at the broker. */
  private final Set<BrokerLane> leaving = new HashSet<>();

  private List<String> nodes;

  /** Counts connections: a message can be acknowledged on the one it came on only. */
  private int life;

  private long heldBytes;

  /** Of the last round of hand-overs; other readers and later ones have other numbers. */
  private long rounds = ThreadLocalRandom.current().nextLong();

  private int handing;

  /** Nothing more is handed over; completes when nothing is under way. */
  private @Nullable Promise<Void> drained;

  BrokerReader(
      Vertx vertx,
      Bus bus,
      Broker broker,
      String share,
      String nodeId,
      MqttTopics names,
      BrokerLetters letters,
      BrokerAttempts attempts,
      Room room) {
    this.vertx = vertx;
    this.bus = bus;
    this.share = share;
    this.names = names;
    this.letters = letters;
    this.attempts = attempts;
    this.breaches = Breaches.of(vertx);
    this.room = room;
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
                connectionLost();
              }

              @Override
              public void skipped(String topic, long bytes) {
                onOversized(topic);
              }
            });
  }

  /** It is this node's turn. */
  void start() {
    connection.open();
  }

  /** Whether it reads now. */
  boolean isOpen() {
    return connection.isOpen();
  }

  /** As {@link #stop}, when what is under way is handled; that waits for a moment only. */
  Future<Void> drain() {
    Promise<Void> idle = Promise.promise();
    drained = idle;
    lanes.values().forEach(BrokerLane::hold);
    if (handing == 0) {
      idle.complete();
    }
    return idle.future().timeout(DRAIN_MS, TimeUnit.MILLISECONDS).transform(ignored -> stop());
  }

  /** It is another node's turn; what was not acknowledged goes to that one. */
  Future<Void> stop() {
    life++;
    lanes.values().forEach(BrokerLane::forget);
    lanes.clear();
    leaving.clear();
    heldBytes = 0;
    return connection.close();
  }

  /** These nodes are there; the stations of one that is not any more get another. */
  void share(List<String> now) {
    if (now.equals(nodes)) {
      return;
    }
    nodes = now;
    for (BrokerLane lane : List.copyOf(lanes.values())) {
      if (lane.nodeId() != null && !now.contains(lane.nodeId())) {
        // Nobody answers what was handed to it; the next node gets all of it, in order.
        lane.startAnew();
        if (lane.present() && lane.bytes() == 0) {
          add(lane, Delivery.of(lane.statusTopic(), Presence.online));
        }
      }
    }
  }

  // ---- the broker's side

  /**
   * There is one reader, so its subscription need not be a shared one, which some brokers do not
   * have and others forget; the one of earlier versions would bring every message twice.
   */
  private Future<?> subscribe(MqttClient client) {
    int now = life;
    return client
        .unsubscribe("$share/" + share + "/" + names.ofAllStations(Leaf.up))
        .compose(
            ok ->
                client.subscribe(
                    Map.of(
                        names.ofAllStations(Leaf.up), QOS, names.ofAllStations(Leaf.status), QOS)))
        .onSuccess(ok -> vertx.setTimer(SETTLE_MS, id -> settle(now)));
  }

  private void connectionLost() {
    life++;
    leaving.clear();
    lanes.values().forEach(BrokerLane::connectionLost);
  }

  private void settle(int settledLife) {
    if (life == settledLife) {
      for (BrokerLane lane : List.copyOf(lanes.values())) {
        if (life != settledLife) {
          return;
        }
        lane.settle();
        if (lane.hasLostItsStatus()) {
          add(lane, Delivery.of(lane.statusTopic(), Presence.unknown));
        }
      }
      lanes.values().removeIf(BrokerLane::isIdle);
      fetchWhatWasLeft();
    }
  }

  private void onMessage(MqttPublishMessage message, int messageLife) {
    if (messageLife != life || drained != null) {
      return;
    }
    Optional<ChargerTopic> topic =
        ChargerTopic.parse(names, message.topicName()).filter(known -> known.leaf() != Leaf.down);
    if (topic.isEmpty()) {
      attempts.refused(message.topicName());
      message.ack();
      return;
    }
    boolean isStatus = topic.get().leaf() == Leaf.status;
    if (message.isRetain() && !isStatus) {
      LOG.warn("{} is retained, and so of no time; it is left", message.topicName());
      message.ack();
      return;
    }
    ChargerTopic status = topic.get().at(Leaf.status);
    BrokerLane lane =
        lanes.computeIfAbsent(status.name(), name -> new BrokerLane(name, new Hands()));
    if (isStatus) {
      lane.told(Presence.of(message.payload().getBytes()));
    }
    if (lane.knows(message)) {
      return;
    }
    if (lane.isLeaving() || !hasRoom(lane, Delivery.bytesOf(message))) {
      lane.leave();
      leaving.add(lane);
      return;
    }
    add(lane, Delivery.of(message));
  }

  private void onOversized(String name) {
    ChargerTopic.parse(names, name)
        .ifPresentOrElse(
            topic -> breaches.record(topic.identity(), Breach.OversizedPayload, name),
            () -> attempts.refused(name));
  }

  private boolean hasRoom(BrokerLane lane, int bytes) {
    return heldBytes + bytes <= room.all()
        && (lane.bytes() == 0 || lane.bytes() + bytes <= share());
  }

  private long share() {
    return heldBytes > room.all() / 2 ? room.pressedLane() : room.lane();
  }

  private void add(BrokerLane lane, Delivery delivery) {
    heldBytes += delivery.bytes();
    lane.take(delivery);
  }

  /**
   * A broker sends what it has sent, and nobody acknowledged, to a new connection only. It is made
   * when there is room again for a station whose messages were left, and much of it, so that each
   * new connection has use.
   */
  private void fetchWhatWasLeft() {
    if (connection.isOpen()
        && heldBytes <= room.all() / 4
        && leaving.stream().anyMatch(lane -> lane.bytes() <= share() / 2)) {
      LOG.info("messages of {} stations were left at the MQTT broker", leaving.size());
      connection.renew("what was left is read");
    }
  }

  // ---- the nodes' side

  /** What the lanes ask for. */
  private final class Hands implements BrokerLane.Reader {
    @Override
    public Future<?> hand(BrokerLane lane, Delivery delivery, long round) {
      String nodeId = lane.nodeId();
      if (nodeId == null || !nodes.contains(nodeId)) {
        nodeId = nodeOf(lane.statusTopic(), nodes);
        lane.nodeId(nodeId);
      }
      handing++;
      return bus.requestAt(
              Brokers.HAND,
              nodeId,
              new Handed(delivery.topic(), delivery.payload(), round),
              HAND_TIMEOUT_MS)
          .onComplete(ignored -> handed());
    }

    private void handed() {
      handing--;
      Promise<Void> idle = drained;
      if (idle != null && handing == 0) {
        // The lane hears of it next, and acknowledges.
        vertx.runOnContext(ignored -> idle.tryComplete());
      }
    }

    @Override
    public long nextRound() {
      return ++rounds;
    }

    @Override
    public Future<?> giveUp(Delivery delivery, GalvanException fault) {
      return letters.keep(delivery, fault);
    }

    @Override
    public void released(BrokerLane lane, Delivery delivery) {
      heldBytes -= delivery.bytes();
      if (lane.isIdle()) {
        lanes.remove(lane.statusTopic(), lane);
      }
      if (!leaving.isEmpty()) {
        fetchWhatWasLeft();
      }
    }

    @Override
    public void after(long pauseMs, Runnable action) {
      vertx.setTimer(pauseMs, id -> action.run());
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
