package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.Arrivals;
import io.galvan.central.gateway.Doorkeeper;
import io.galvan.central.gateway.Refusal;
import io.galvan.central.route.RouteTable;
import io.galvan.central.session.ChargerSession;
import io.galvan.central.session.SessionHost;
import io.galvan.contract.broker.Brokers;
import io.galvan.contract.broker.Brokers.Handed;
import io.galvan.contract.broker.Brokers.State;
import io.galvan.contract.broker.Brokers.Turn;
import io.galvan.contract.broker.Mirrors;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.ocpp.MqttTopics;
import io.galvan.ocpp.MqttTopics.Leaf;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.MqttSettings;
import io.galvan.platform.config.MqttSettings.Broker;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OCPP-J over an external MQTT broker: this node's sessions of stations there, its publisher, and,
 * when it is this node's turn, the reader of all nodes. The broker has checked who the stations
 * are. For one event loop.
 */
public final class BrokerGateway {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerGateway.class);
  private static final long BEAT_MS = 1_000;
  private static final long RECHECK_MS = 60_000;
  private static final State UNCHECKED =
      new State(null, List.of("the MQTT broker is not checked yet"));

  private final Vertx vertx;
  private final Bus bus;
  private final String nodeId;
  private final Broker broker;
  private final SessionHost host;
  private final Doorkeeper doorkeeper;
  private final Arrivals arrivals;
  private final Set<OcppVersion> versions;
  private final Breaches breaches;
  private final BrokerAttempts attempts;
  private final BrokerPublisher publisher;
  private final @Nullable BrokerFeed feed;
  private final BrokerReader reader;
  private final Map<String, BrokerStation> stations = new HashMap<>();
  private final HandOvers handOvers = new HandOvers();
  private final String name;
  private final MqttTopics names;
  private State state = UNCHECKED;
  private boolean checking;
  private boolean checkAgain;
  private @Nullable MessageConsumer<Handed> handed;
  private @Nullable MessageConsumer<Brokers.Ask> asked;
  private @Nullable MessageConsumer<Mirrors.Frame> mirrored;
  private long timer = -1;
  private boolean reads;
  private boolean beating;
  private boolean closing;

  public BrokerGateway(
      Vertx vertx,
      MqttSettings settings,
      Broker broker,
      SessionHost host,
      Doorkeeper doorkeeper,
      Arrivals arrivals,
      Map<OcppVersion, RouteTable> routes,
      Clock clock) {
    this.vertx = vertx;
    this.bus = Bus.of(vertx);
    this.nodeId = host.nodeId();
    this.broker = broker;
    this.host = host;
    this.doorkeeper = doorkeeper;
    this.arrivals = arrivals;
    this.versions = routes.keySet();
    this.breaches = Breaches.of(vertx);
    this.names = settings.topics();
    this.attempts = new BrokerAttempts(doorkeeper.attempts(), clock, broker, names);
    this.name = settings.share() + "-" + nodeId;
    this.publisher = new BrokerPublisher(vertx, broker, name, this::onConnected);
    this.feed =
        settings.events() ? new BrokerFeed(vertx, bus, publisher, settings.eventsPrefix()) : null;
    this.reader =
        new BrokerReader(
            vertx,
            bus,
            broker,
            settings.share(),
            nodeId,
            names,
            new BrokerLetters(bus, clock, routes, publisher, names),
            attempts,
            BrokerReader.Room.ofThisProcess());
  }

  /**
   * Connects and goes on connecting; a broker that is away does not keep the node from starting.
   */
  public void open() {
    handed = bus.serveAt(Brokers.HAND, nodeId, this::take);
    asked = bus.serveAt(Brokers.STATE, nodeId, ask -> Future.succeededFuture(state()));
    mirrored = bus.listen(Mirrors.FRAME, this::show);
    publisher.open();
    timer = vertx.setPeriodic(BEAT_MS, id -> beat());
    beat();
  }

  /** Takes no more messages, and lets another node read. */
  public Future<?> stopReading() {
    closing = true;
    vertx.cancelTimer(timer);
    if (feed != null) {
      feed.stop();
    }
    return reader
        .drain()
        .transform(ok -> bus.request(Brokers.LEAVE, new Brokers.Leave(nodeId)))
        .otherwiseEmpty()
        .transform(ok -> handed == null ? Future.succeededFuture() : handed.unregister());
  }

  /** Publishes what the sessions said last. */
  public Future<?> close() {
    return (mirrored == null ? Future.succeededFuture() : mirrored.unregister())
        .transform(ok -> asked == null ? Future.succeededFuture() : asked.unregister())
        .transform(ok -> publisher.close());
  }

  private void onConnected() {
    if (feed != null) {
      feed.connected();
    }
    check();
  }

  /** What the broker does not do is told at once, and not found out by a station. */
  private void check() {
    checkAgain = checking;
    if (checking) {
      return;
    }
    checking = true;
    new BrokerCheck(vertx, broker, names.root(), name)
        .run()
        .onSuccess(
            found -> {
              checking = false;
              if (checkAgain) {
                // The connection was lost meanwhile, which is no fault of what was tried.
                check();
              } else if (publisher.isOpen()) {
                state = found;
                tell(found);
                if (found.fault() != null) {
                  vertx.setTimer(RECHECK_MS, id -> recheck());
                }
              }
            });
  }

  /** What was slow once, or was mended at the broker, is no fault for ever. */
  private void recheck() {
    if (!closing && publisher.isOpen() && !checking) {
      check();
    }
  }

  private void tell(State found) {
    if (found.fault() != null) {
      LOG.error("{}: {}", broker.address(), found.fault());
    }
    found.remarks().forEach(remark -> LOG.warn("{}: {}", broker.address(), remark));
  }

  private State state() {
    return publisher.isOpen() && (!reads || reader.isOpen())
        ? state
        : new State("the MQTT broker " + broker.address() + " is away", List.of());
  }

  /** The mirror is for analysis: what the broker cannot take now is not kept for long. */
  private void show(Mirrors.Frame frame) {
    if (frame.nodeId().equals(nodeId) && publisher.isOpen()) {
      publisher.publish(frame.topic(), Buffer.buffer(frame.text()), false);
    }
  }

  private void beat() {
    if (beating) {
      return;
    }
    beating = true;
    bus.request(Brokers.BEAT, new Brokers.Beat(nodeId))
        .onComplete(
            (turn, failure) -> {
              beating = false;
              if (failure != null) {
                LOG.warn("whose turn it is to read is not known: {}", failure.getMessage());
              } else if (!closing) {
                onTurn(turn);
              }
            });
  }

  private void onTurn(Turn turn) {
    reader.share(turn.nodeIds());
    boolean mine = turn.readerId().equals(nodeId);
    reads = mine;
    if (mine) {
      reader.start();
    } else {
      reader.stop();
    }
    if (feed != null && mine) {
      feed.start();
    } else if (feed != null) {
      feed.stop();
    }
  }

  private Future<Done> take(Handed message) {
    Optional<ChargerTopic> known = ChargerTopic.parse(names, message.topic());
    if (known.isEmpty() || !versions.contains(known.get().version())) {
      attempts.refused(message.topic());
      return Future.succeededFuture(Done.DONE);
    }
    ChargerTopic up = known.get().at(Leaf.up);
    BrokerStation station = stations.get(up.name());
    if (!handOvers.admits(up.name(), message.round(), station)) {
      return Future.failedFuture(
          new GalvanException(Fault.UNAVAILABLE, "what came before it is handed over again"));
    }
    Presence presence = known.get().leaf() == Leaf.status ? Presence.of(message.payload()) : null;
    if (presence != null && presence != Presence.online) {
      return station == null
          ? Future.succeededFuture(Done.DONE)
          : presence == Presence.offline ? station.offline() : station.unknown();
    }
    if (station == null) {
      BrokerStation[] made = new BrokerStation[1];
      station =
          new BrokerStation(
              up,
              publisher,
              broker.address(),
              breaches,
              this::letIn,
              () -> stations.remove(up.name(), made[0]));
      made[0] = station;
      stations.put(up.name(), station);
    }
    return handOvers.watch(
        up.name(),
        message.round(),
        station,
        presence != null ? station.online() : station.frame(message.payload()));
  }

  private Future<ChargerSession> letIn(ChargerTopic up, BrokerLink link) {
    return doorkeeper
        .vouched(up.identity(), Transport.MQTT)
        .onFailure(
            failure -> {
              if (failure instanceof Refusal refusal) {
                attempts.refused(up, refusal);
              }
            })
        .compose(
            admitted ->
                arrivals
                    .open(host, link, admitted, up.version())
                    .onSuccess(
                        session -> {
                          attempts.accepted(up);
                          session.arrived(
                              up.name(),
                              Doorkeeper.deviations(up.identity(), null, admitted.admission()));
                        }));
  }
}
