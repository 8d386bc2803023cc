package io.galvan.charger;

import static io.galvan.platform.testing.TestPlatform.await;

import io.galvan.contract.connection.Connections;
import io.galvan.contract.connection.Connections.Connect;
import io.galvan.contract.connection.Connections.Connection;
import io.galvan.contract.event.Happening;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Boot;
import io.galvan.contract.registration.Chargers.Charger;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.registration.Chargers.ConnectorStatus;
import io.galvan.contract.registration.Chargers.NewCharger;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.db.Schema;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventType;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A deployed charger service on a real database, asked over the bus; one for a class of tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ChargerFixture {
  private static final AtomicInteger CHARGERS = new AtomicInteger();

  protected final MovableClock clock = TestPlatform.clock();
  protected final Vertx vertx = Vertx.vertx();
  protected final Bus bus = Bus.of(vertx);
  protected final Platform platform = TestPlatform.create(clock, withShortLeases(settings()));
  protected List<Event> events = List.of();
  protected Pool pool;

  /** Settings that differ from the defaults of tests. */
  protected Map<String, String> settings() {
    return Map.of();
  }

  private static Map<String, String> withShortLeases(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of("GALVAN_NODE_LEASE", "2"));
    all.putAll(settings);
    return all;
  }

  /** The node's lease has lapsed; returns when what it owned is given away. */
  protected void lapse(String nodeId) {
    await(
        pool.preparedQuery(
                """
                insert into lease (name, node, fence, since, until)
                values ('node/' || $1, $1, nextval('lease_fence'), clock_timestamp(),
                  clock_timestamp() - interval '1 s')
                """)
            .execute(Tuple.of(nodeId)));
    org.awaitility.Awaitility.await()
        .until(() -> count("select count(*) from lease where name = 'node/' || $1", nodeId) == 0);
  }

  @BeforeAll
  protected void deploy() {
    TestPlatform.standInForSubscribers(vertx, Subscription.CHARGER, Subscription.MQTT);
    events = TestPlatform.collectEvents(vertx);
    await(vertx.deployVerticle(new ChargerVerticle(platform, Duration.ofMillis(50))));
    pool = platform.database().pool(vertx, Schema.charger);
  }

  @AfterAll
  protected void close() {
    for (String deployment : vertx.deploymentIDs()) {
      await(vertx.undeploy(deployment));
    }
    await(pool.close());
    await(vertx.close());
  }

  public <Q extends Record, R extends Record> R ask(BusAddress<Q, R> address, Q request) {
    return await(bus.request(address, request));
  }

  protected <Q extends Record, R extends Record> List<Future<R>> askAll(
      BusAddress<Q, R> address, List<Q> requests) {
    return requests.stream().map(request -> bus.request(address, request)).toList();
  }

  protected static String newId() {
    return "CP-" + CHARGERS.incrementAndGet();
  }

  /** A new charger an operator registered and accepted. */
  protected String charger() {
    String id = newId();
    ask(
        Chargers.CREATE,
        new NewCharger(id, null, null, Registration.Accepted, false, OcppVersion.V1_6));
    return id;
  }

  protected Charger get(String id) {
    return ask(Chargers.GET, new ChargerKey(id));
  }

  protected Connection connect(String id, String nodeId) {
    return ask(Connections.CONNECT, connecting(id, nodeId));
  }

  protected static Connect connecting(String id, String nodeId) {
    return new Connect(id, nodeId, Transport.WebSocket, OcppVersion.V1_6, "10.0.0.1:5000");
  }

  protected static Boot booting(String id, String vendor) {
    return new Boot(id, vendor, "M1", "S1", "CB1", "1.0", "iccid", "imsi", "mt", "ms", null);
  }

  protected static ConnectorStatus status(String id, int connectorId, String status, Instant at) {
    return new ConnectorStatus(id, connectorId, status, "NoError", null, null, null, at);
  }

  protected List<Event> eventsOf(String id, EventType... types) {
    return events.stream()
        .filter(event -> id.equals(event.chargerId()))
        .filter(event -> types.length == 0 || List.of(types).contains(event.type()))
        .toList();
  }

  /** The charger's events up to this call: a later commit's event says that all before are here. */
  protected List<Event> settledEventsOf(String id, EventType... types) {
    String marker = charger();
    org.awaitility.Awaitility.await().until(() -> !eventsOf(marker).isEmpty());
    return eventsOf(id, types);
  }

  protected static <H extends Happening> List<H> happenings(List<Event> events, Class<H> type) {
    return events.stream().map(Event::happening).filter(type::isInstance).map(type::cast).toList();
  }

  protected long count(String sql, Object... parameters) {
    Row row = await(pool.preparedQuery(sql).execute(Tuple.wrap(parameters))).iterator().next();
    return row.getLong(0);
  }

  /** Transactions so far of a group of writes. */
  protected long commits(String writer) {
    return platform.meters().get("galvan.commit.items").tag("writer", writer).summary().count();
  }
}
