package io.galvan.platform.outbox;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Database;
import io.galvan.platform.db.Schema;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.DomainEvent;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.event.EventType;
import io.galvan.platform.event.Published;
import io.galvan.platform.event.TestEvent;
import io.galvan.platform.outbox.Outboxes.SubscriberStatus;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscribers of an outbox, of which some fail. */
class OutboxRelayTest {
  private static final String SCHEMA = Schema.auth.name();

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx);
  private final MovableClock clock = TestPlatform.clock();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Map<String, List<String>> heard = new ConcurrentHashMap<>();
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private final List<MessageConsumer<?>> served = new ArrayList<>();
  private volatile Predicate<Event> poison = event -> true;
  private volatile SqlConnection connection;
  private Database database;
  private Pool pool;
  private OutboxRelay relay;
  private Writer writer;
  private int count;

  @BeforeEach
  void start() {
    database = TestPlatform.create(clock, Map.of()).database();
    database.migrate(Schema.auth);
    pool = database.pool(vertx, Schema.auth);
    for (Subscription subscription : Subscription.ALL) {
      heard.put(subscription.name(), new CopyOnWriteArrayList<>());
      bus.serve(subscription.address(), batch -> hear(subscription.name(), batch));
    }
    heard.put(OutboxRelay.LIVE, new CopyOnWriteArrayList<>());
    bus.listen(
        batch -> batch.events().forEach(event -> heard.get(OutboxRelay.LIVE).add(name(event))));
    relay = relay(vertx, meters);
    writer = new Writer(pool, clock, relay::carryOn);
    served.addAll(new OutboxService(vertx, pool, Schema.auth, clock, relay).serve());
  }

  private String head() {
    return await(bus.requestAt(Outboxes.HEAD, SCHEMA, new Outboxes.Ask(), 5_000)).place();
  }

  private Outboxes.Page read(String place) {
    return await(bus.requestAt(Outboxes.READ, SCHEMA, new Outboxes.Read(place, 10), 5_000));
  }

  private OutboxRelay relay(Vertx node, SimpleMeterRegistry registry) {
    return new OutboxRelay(
        node,
        () -> database.connect(node, Schema.auth).onSuccess(opened -> connection = opened),
        Schema.auth,
        clock,
        registry);
  }

  @AfterEach
  void stop() {
    await(relay.stop());
    await(pool.close());
    await(vertx.close());
  }

  private Future<Done> hear(String subscriber, EventBatch batch) {
    Fault fault = faults.get(subscriber);
    if (fault != null && batch.events().stream().anyMatch(poison)) {
      return Future.failedFuture(new GalvanException(fault, "injected"));
    }
    batch.events().forEach(event -> heard.get(subscriber).add(name(event)));
    return Future.succeededFuture(Done.DONE);
  }

  private static String name(Event event) {
    return event.chargerId() == null ? event.type().name() : event.chargerId();
  }

  /** One event that the subscriber wants, with a name of its own. */
  private String emit(String subscriber) {
    String name = subscriber + "-" + ++count;
    emit(name, happening(subscriber));
    return name;
  }

  private void emit(String name, DomainEvent happening) {
    await(
        writer.write(
            unit -> {
              unit.emit(name, happening);
              return Future.succeededFuture(1);
            }));
  }

  private static DomainEvent happening(String subscriber) {
    return switch (subscriber) {
      case "transaction" -> new TestEvent(EventType.charger_updated, "n");
      case "charger" -> new TestEvent(EventType.authorization_denied, "n");
      case "notification" -> new TestEvent(EventType.user_created, "n");
      case "auth" -> new TestEvent(EventType.policy_updated, "n");
      default -> new TestEvent(EventType.security_event, "n");
    };
  }

  private static long one(SqlConnection sql, String query) {
    return await(sql.query(query).execute()).iterator().next().getLong(0);
  }

  private long rows() {
    return await(pool.query("select count(*) from outbox").execute()).iterator().next().getLong(0);
  }

  private SubscriberStatus status(String subscriber) {
    return await(bus.requestAt(Outboxes.STATUS, SCHEMA, new Outboxes.Ask(), 5_000))
        .subscribers()
        .stream()
        .filter(one -> one.subscriber().equals(subscriber))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "charger", "notification", "auth", "mqtt"})
  void shouldServeAllOthersWhileOneSubscriberIsAway(String away) {
    faults.put(away, Fault.UNAVAILABLE);
    relay.start();
    Map<String, List<String>> emitted = new java.util.TreeMap<>();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      for (Subscription subscription : Subscription.ALL) {
        String name = emit(subscription.name());
        all.add(name);
        emitted.computeIfAbsent(subscription.name(), key -> new ArrayList<>()).add(name);
      }
    }
    await()
        .untilAsserted(
            () -> assertThat(heard.get(OutboxRelay.LIVE)).containsExactlyElementsOf(all));
    for (Subscription subscription : Subscription.ALL) {
      if (!subscription.name().equals(away)) {
        await()
            .untilAsserted(
                () ->
                    assertThat(heard.get(subscription.name()))
                        .containsAll(emitted.get(subscription.name())));
      }
    }
    assertThat(heard.get(away)).isEmpty();
    clock.advance(Duration.ofSeconds(30));
    assertThat(status(away).ageSeconds()).isEqualTo(30);
    assertThat(meters.get("galvan.outbox.age.seconds").tag("subscriber", away).gauge().value())
        .isEqualTo(30);
    faults.remove(away);
    await()
        .untilAsserted(
            () ->
                assertThat(heard.get(away).stream().filter(emitted.get(away)::contains).toList())
                    .containsExactlyElementsOf(emitted.get(away)));
    await().untilAsserted(() -> assertThat(status(away).ageSeconds()).isZero());
  }

  @Test
  void shouldParkAnEventForTheSubscriberThatFailsOnItAlone() {
    poison = event -> "transaction-1".equals(event.chargerId());
    faults.put("transaction", Fault.INTERNAL);
    relay.start();
    emit("transaction");
    emit("transaction");
    await()
        .untilAsserted(() -> assertThat(heard.get("transaction")).containsExactly("transaction-2"));
    assertThat(heard.get("mqtt")).containsExactly("transaction-1", "transaction-2");
    await()
        .untilAsserted(
            () ->
                assertThat(heard.get(OutboxRelay.LIVE))
                    .containsExactly("transaction-1", "transaction-2", "transaction-1"));
    assertThat(status("transaction").parked()).isOne();
    Outboxes.Parked parked =
        await(
                bus.requestAt(
                    Outboxes.PARKED,
                    SCHEMA,
                    new Outboxes.ParkedQuery("transaction", false, 10, null, null, false),
                    5_000))
            .items()
            .get(0);
    assertThat(parked.attempts()).isEqualTo(SubscriberFeed.MOST_TRIES);
    assertThat(parked.type()).isEqualTo("charger_updated");
    Outboxes.ParkedKey key = new Outboxes.ParkedKey(parked.id());
    faults.clear();
    assertThat(await(bus.requestAt(Outboxes.REPEAT, SCHEMA, key, 5_000)).repeatedAt())
        .isEqualTo(clock.instant());
    await(bus.requestAt(Outboxes.REPEAT, SCHEMA, key, 5_000));
    assertThat(heard.get("transaction")).containsExactly("transaction-2", "transaction-1");
    assertThat(status("transaction").parked()).isZero();
  }

  @Test
  void shouldDeliverARowThatIsCommittedAfterOneWithAHigherId() {
    relay.start();
    emit("transaction");
    await().untilAsserted(() -> assertThat(heard.get("transaction")).hasSize(1));
    SqlConnection late = await(pool.getConnection());
    await(late.query("begin").execute());
    Event event = new Event("late", clock.instant(), "late", happening("transaction"));
    await(
        late.preparedQuery("insert into outbox (events, at) values ($1, $2)")
            .execute(
                Tuple.of(
                    io.galvan.platform.json.Mapper.write(new EventBatch(List.of(event))),
                    io.galvan.platform.db.Sql.time(clock.instant()))));
    emit("transaction");
    await()
        .untilAsserted(
            () ->
                assertThat(heard.get("transaction"))
                    .containsExactly("transaction-1", "transaction-2"));
    await()
        .untilAsserted(
            () ->
                assertThat(one(late, "select max(cardinality(gaps))::bigint from outbox_cursor"))
                    .isOne());
    await(late.query("commit").execute());
    for (String subscriber : List.of("transaction", "mqtt", OutboxRelay.LIVE)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(heard.get(subscriber))
                      .containsExactly("transaction-1", "transaction-2", "late"));
    }
    await()
        .untilAsserted(
            () ->
                assertThat(one(late, "select max(cardinality(gaps))::bigint from outbox_cursor"))
                    .isZero());
    await(late.close());
  }

  @Test
  void shouldKeepRowsForStreamsThatGoOnUntilTheyAreOldAndAllHaveHeardThem() {
    relay.start();
    String first = emit("mqtt");
    await().untilAsserted(() -> assertThat(heard.get("mqtt")).contains(first));
    String place = await(bus.requestAt(Outboxes.HEAD, SCHEMA, new Outboxes.Ask(), 5_000)).place();
    await()
        .untilAsserted(
            () ->
                assertThat(
                        await(bus.requestAt(Outboxes.HEAD, SCHEMA, new Outboxes.Ask(), 5_000))
                            .place())
                    .isEqualTo("1"));
    faults.put("mqtt", Fault.UNAVAILABLE);
    emit("mqtt");
    Outboxes.Page page =
        await(bus.requestAt(Outboxes.READ, SCHEMA, new Outboxes.Read("1", 10), 5_000));
    assertThat(page.events()).extracting(OutboxRelayTest::name).containsExactly("mqtt-2");
    assertThat(page.lost()).isFalse();
    assertThat(page.place()).isEqualTo("2");
    assertThat(rows()).isEqualTo(2);
    clock.advance(KeptRows.KEEP);
    await().untilAsserted(() -> assertThat(rows()).isOne());
    assertThat(
            await(bus.requestAt(Outboxes.READ, SCHEMA, new Outboxes.Read("0", 10), 5_000)).lost())
        .isTrue();
    faults.clear();
    await().untilAsserted(() -> assertThat(rows()).isZero());
    assertThat(place).isIn("0", "1");
  }

  @Test
  void shouldTellListenersOfEveryMoveOfTheirPlace() {
    List<Published> told = new CopyOnWriteArrayList<>();
    bus.listenPlaced(told::add);
    Context loop = vertx.getOrCreateContext();
    relay =
        await(Future.future(made -> loop.runOnContext(ok -> made.complete(relay(vertx, meters)))));
    relay.start();
    emit("mqtt");
    await(pool.query("select nextval(pg_get_serial_sequence('outbox', 'id'))").execute());
    await(
        pool.query("insert into outbox (events, at) values ('{\"events\":[]}', now())").execute());
    await().untilAsserted(() -> assertThat(head()).isEqualTo("3-2"));
    loop.runOnContext(ok -> relay.close(Set.of(2L)));
    await().untilAsserted(() -> assertThat(head()).isEqualTo("3"));
    emit("mqtt");
    await().untilAsserted(() -> assertThat(heard.get("mqtt")).hasSize(2));
    await().untilAsserted(() -> assertThat(told.get(told.size() - 1).after()).isEqualTo("4"));
    for (int i = 1; i < told.size(); i++) {
      assertThat(told.get(i).before()).isEqualTo(told.get(i - 1).after());
    }
  }

  @Test
  void shouldNotAwaitRowsThatLiveListenersHaveGivenUp() {
    relay.start();
    for (int i = 0; i < 4; i++) {
      emit("mqtt");
    }
    await().untilAsserted(() -> assertThat(head()).isEqualTo("4"));
    await(pool.query("delete from outbox where id = 2").execute());
    Outboxes.Page page = read("3-2-1");
    assertThat(page.events()).extracting(OutboxRelayTest::name).containsExactly("mqtt-1", "mqtt-4");
    assertThat(page.place()).isEqualTo("4");
    assertThat(page.lost()).isFalse();
    assertThat(read("9-8").place()).isEqualTo("9-8");
    await(
        pool.query("update outbox_cursor set position = 2 where subscriber = 'removed'").execute());
    assertThat(read("3-2").lost()).isTrue();
  }

  @Test
  void shouldHandOverToAnotherNodeThatIsToldOfWhatTheFirstWrites() {
    Vertx other = Vertx.vertx();
    try {
      Map<Subscription, List<String>> there = new ConcurrentHashMap<>();
      for (Subscription subscription : Subscription.ALL) {
        there.put(subscription, new CopyOnWriteArrayList<>());
        Bus.of(other)
            .serve(
                subscription.address(),
                batch -> {
                  batch.events().forEach(event -> there.get(subscription).add(name(event)));
                  return Future.succeededFuture(Done.DONE);
                });
      }
      relay.start();
      String before = emit("mqtt");
      await().untilAsserted(() -> assertThat(heard.get("mqtt")).containsExactly(before));
      SimpleMeterRegistry ofSecond = new SimpleMeterRegistry();
      OutboxRelay second = relay(other, ofSecond);
      second.start();
      String still = emit("mqtt");
      await().untilAsserted(() -> assertThat(heard.get("mqtt")).containsExactly(before, still));
      assertThat(ages(meters)).isEqualTo(heard.size());
      assertThat(ages(ofSecond)).isZero();
      assertThat(second.status()).extracting(SubscriberStatus::ageSeconds).containsOnlyNulls();
      await(relay.stop());
      assertThat(ages(meters)).isZero();
      String after = emit("mqtt");
      await().untilAsserted(() -> assertThat(there.get(Subscription.MQTT)).containsExactly(after));
      assertThat(ages(ofSecond)).isEqualTo(heard.size());
      await(second.stop());
    } finally {
      await(other.close());
    }
  }

  private static int ages(SimpleMeterRegistry meters) {
    return meters.find("galvan.outbox.age.seconds").gauges().size();
  }

  @Test
  void shouldGoOnWhenItsConnectionIsCut() {
    relay.start();
    String before = emit("mqtt");
    await().untilAsserted(() -> assertThat(heard.get("mqtt")).containsExactly(before));
    await(connection.close());
    String after = emit("mqtt");
    await().untilAsserted(() -> assertThat(heard.get("mqtt")).contains(after));
  }

  @Test
  void shouldNotStopAtARowThatCannotBeRead() {
    relay.start();
    await(
        pool.query(
                "insert into outbox (events, at) values"
                    + " ('{\"events\":[{\"id\":\"x\",\"at\":\"2026-03-01T12:00:00Z\",\"happening\":{\"type\":\"of_the_future\"}}]}', now())")
            .execute());
    String after = emit("transaction");
    await().untilAsserted(() -> assertThat(heard.get("transaction")).containsExactly(after));
    await()
        .untilAsserted(
            () ->
                assertThat(
                        meters
                            .get("galvan.outbox.parked")
                            .tag("subscriber", ParkedEvents.UNREADABLE)
                            .gauge()
                            .value())
                    .isEqualTo(1));
  }
}
