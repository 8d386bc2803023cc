package io.galvan.central.session;

import io.galvan.central.route.RouteTable;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.connection.Connections.SeenBatch;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.registration.Chargers;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.Settings;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all sessions of one event loop share: routes, journal, metrics, and one timer that pings,
 * closes silent connections and gathers when stations were last heard.
 */
public final class SessionHost {
  private static final Logger LOG = LoggerFactory.getLogger(SessionHost.class);
  private static final long SWEEP_MS = 5_000;
  private static final int SEEN_BATCH = 5_000;

  /** Of all large CALLs that this event loop handles at once. */
  private static final long MAX_CHARS_HANDLED = 32L << 20;

  final Vertx vertx;
  final Context context;
  final Platform platform;
  final Bus bus;
  final SessionRegistry registry;
  final Journal journal;
  final CallBudget budget = new CallBudget(MAX_CHARS_HANDLED);
  final SessionMeters meters;
  private final Map<OcppVersion, RouteTable> routes;
  private final MessageConsumer<?> edits;
  private final long timer;

  /** For the event loop that runs this. */
  public SessionHost(
      Vertx vertx,
      Platform platform,
      SessionRegistry registry,
      SessionMeters meters,
      Map<OcppVersion, RouteTable> routes) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.platform = platform;
    this.bus = Bus.of(vertx);
    this.registry = registry;
    this.meters = meters;
    this.routes = routes;
    this.journal = new Journal(vertx, platform.meters());
    this.edits = bus.listen(this::onEvents);
    this.timer = vertx.setPeriodic(SWEEP_MS, id -> sweep());
  }

  /** The id of this node. */
  public String nodeId() {
    return platform.nodeId();
  }

  /** The settings of this node. */
  public Settings settings() {
    return platform.settings();
  }

  /** A session follows its station's strictness from the next frame on. */
  private void onEvents(EventBatch batch) {
    for (Event event : batch.events()) {
      ChargerSession session =
          event.happening() instanceof ChargerUpdated updated
                  && updated.change() == ChargerChange.Edited
                  && event.chargerId() != null
              ? registry.find(event.chargerId())
              : null;
      if (session == null || !session.isOn(this)) {
        continue;
      }
      bus.request(Chargers.GET, new Chargers.ChargerKey(session.chargerId()))
          .onComplete(
              (charger, failure) -> {
                if (failure == null) {
                  session.read(charger.strict());
                } else {
                  LOG.warn(
                      "how strictly to read {} is not known until it connects again: {}",
                      session.chargerId(),
                      failure.getMessage());
                }
              });
    }
  }

  /** The time by the central system's clock. */
  Instant now() {
    return platform.clock().instant();
  }

  /** Does the work on this host's event loop, from whatever thread. */
  <T> Future<T> onContext(Supplier<Future<T>> work) {
    return Future.future(
        promise -> context.runOnContext(ignored -> work.get().onComplete(promise)));
  }

  RouteTable routes(OcppVersion version) {
    RouteTable table = routes.get(version);
    if (table == null) {
      throw new IllegalArgumentException(version + " is not spoken");
    }
    return table;
  }

  private void sweep() {
    long now = System.nanoTime();
    Duration ping = platform.settings().pingInterval();
    Map<String, Connections.Heard> seen = new HashMap<>();
    for (ChargerSession session : registry.all()) {
      if (!session.isOn(this)) {
        continue;
      }
      session.watch(now, ping);
      Instant lastSeen = session.takeLastSeen(now);
      if (lastSeen != null) {
        seen.put(session.chargerId(), new Connections.Heard(lastSeen, session.epoch()));
        if (seen.size() >= SEEN_BATCH) {
          bus.send(Connections.SEEN, new SeenBatch(seen));
          seen = new HashMap<>();
        }
      }
    }
    if (!seen.isEmpty()) {
      bus.send(Connections.SEEN, new SeenBatch(seen));
    }
  }

  /** Writes the rest of the journal; call when all sessions are closed. */
  public Future<?> close() {
    vertx.cancelTimer(timer);
    return edits.unregister().transform(ignored -> journal.close());
  }
}
