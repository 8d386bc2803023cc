package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.contract.command.Commands;
import io.galvan.contract.event.Happening;
import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.token.Tokens.Authorization;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Meter;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Sample;
import io.galvan.contract.transaction.Transactions.Start;
import io.galvan.contract.transaction.Transactions.Started;
import io.galvan.contract.transaction.Transactions.Stop;
import io.galvan.contract.transaction.Transactions.TimelineItem;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionKey;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.Schema;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.event.EventType;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A transaction service on a real database, with what tests tell it and ask of it. */
abstract class TransactionFixture {
  static final Instant BEGIN = Instant.parse("2026-03-01T11:00:00Z");
  static final Duration SWEEP = Duration.ofMillis(50);
  static final String REGISTER = "Energy.Active.Import.Register";
  static final String POWER = "Power.Active.Import";

  final Vertx vertx = Vertx.vertx();
  final Bus bus = Bus.of(vertx);
  final MovableClock clock = lateThatDay();
  final Platform platform = TestPlatform.create(clock, settings());
  List<Event> events;
  String deployment;
  Integer maxActive;
  TokenTerms.@Nullable Told told;

  Map<String, String> settings() {
    return Map.of();
  }

  /** What tests tell of the minutes after BEGIN has happened. */
  private static MovableClock lateThatDay() {
    MovableClock clock = TestPlatform.clock();
    clock.advance(Duration.ofHours(11));
    return clock;
  }

  @BeforeEach
  void start() {
    TestPlatform.standInForSubscribers(vertx, Subscription.TRANSACTION);
    bus.serve(
        Tokens.AUTHORIZE,
        request ->
            request.idToken().equals("AUTH-IS-AWAY")
                ? Future.failedFuture(new GalvanException(Fault.UNAVAILABLE, "away"))
                : Future.succeededFuture(
                    new Authorization(
                        request.idToken().startsWith("BAD")
                            ? TokenStatus.Invalid
                            : TokenStatus.Accepted,
                        null,
                        null,
                        maxActive,
                        told)));
    events = TestPlatform.collectEvents(vertx);
    deployment = await(vertx.deployVerticle(new TransactionVerticle(platform, SWEEP)));
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  static Start startOf(String charger, int connector, String token, Instant at, long meter) {
    return new Start(charger, connector, token, meter, at, null);
  }

  Started started(String charger, int connector, String token, Instant at, long meter) {
    return await(bus.request(Transactions.START, startOf(charger, connector, token, at, meter)));
  }

  long running(String charger) {
    return started(charger, 1, "TAG-" + charger, BEGIN, 1_000).transactionId();
  }

  static Sample sample(String value, String measurand, @Nullable String phase, String unit) {
    return new Sample(value, "Sample.Periodic", "Raw", measurand, phase, "Outlet", unit);
  }

  static Reading register(int minute, String wh) {
    return new Reading(BEGIN.plusSeconds(60L * minute), List.of(sample(wh, REGISTER, null, "Wh")));
  }

  void meter(String charger, int connector, @Nullable Long id, Reading... readings) {
    await(bus.request(Transactions.METER, new Meter(charger, connector, id, List.of(readings))));
  }

  static Stop stopOf(String charger, long id, long meter, int minute) {
    return new Stop(charger, id, meter, BEGIN.plusSeconds(60L * minute), "Local", null, List.of());
  }

  Transaction get(long id) {
    return await(bus.request(Transactions.GET, new TransactionKey(id)));
  }

  List<Transactions.Series> series(long id) {
    return await(bus.request(Transactions.SERIES, new Transactions.SeriesQuery(id, null))).series();
  }

  Started start(String charger, int connector, Instant at, long meter) {
    return started(charger, connector, "TAG-" + charger + connector, at, meter);
  }

  void stop(String charger, long id, long meter, int minute) {
    await(bus.request(Transactions.STOP, stopOf(charger, id, meter, minute)));
  }

  static Reading power(int minute, String watts) {
    return new Reading(BEGIN.plusSeconds(60L * minute), List.of(sample(watts, POWER, null, "W")));
  }

  List<TimelineItem> timeline(long id) {
    return await(bus.request(Transactions.TIMELINE, new TransactionKey(id))).items();
  }

  /** The timeline as "kind fact" lines. */
  List<String> facts(long id) {
    return timeline(id).stream().map(item -> item.kind() + " " + item.fact()).toList();
  }

  TimelineItem fact(long id, Transactions.Fact fact) {
    return timeline(id).stream()
        .filter(item -> item.fact() == fact)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  static Happening status(int connector, String status, Instant at) {
    return new Happening.ConnectorUpdated(connector, connector, status, "NoError", null, at);
  }

  static Instant minute(int minute) {
    return BEGIN.plusSeconds(60L * minute);
  }

  void assertEnds(EventType... expected) {
    await()
        .untilAsserted(
            () -> assertThat(types()).filteredOn(ENDS::contains).containsExactly(expected));
  }

  private static final Set<EventType> ENDS =
      Set.of(
          EventType.transaction_end_inferred,
          EventType.transaction_corrected,
          EventType.transaction_stopped);

  /** One accepted command to stop, of now. */
  void stopsOfOurs(String action, String request) {
    Commands.Command stop =
        new Commands.Command(
            "c",
            "CP",
            action,
            null,
            request,
            Commands.CommandState.Accepted,
            "Accepted",
            null,
            null,
            null,
            null,
            null,
            clock.instant(),
            clock.instant(),
            clock.instant(),
            null,
            null);
    bus.serve(
        Commands.LIST,
        query -> Future.succeededFuture(new Commands.CommandPage(List.of(stop), null)));
  }

  List<EventType> types() {
    return events.stream().map(Event::type).toList();
  }

  <T> T one(String sql, Class<T> type) {
    Pool pool = platform.database().pool(vertx, Schema.transaction);
    try {
      return await(pool.query(sql).execute()).iterator().next().get(type, 0);
    } finally {
      await(pool.close());
    }
  }

  void tell(Event... told) {
    await(bus.request(Subscription.TRANSACTION.address(), new EventBatch(List.of(told))));
  }

  Event event(String charger, Happening happening) {
    return new Event("e", clock.instant(), charger, happening);
  }
}
