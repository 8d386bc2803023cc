package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Auth;
import io.galvan.platform.contract.Auth.Authorization;
import io.galvan.platform.contract.Auth.TokenStatus;
import io.galvan.platform.contract.Transactions;
import io.galvan.platform.contract.Transactions.InferredEnd;
import io.galvan.platform.contract.Transactions.Meter;
import io.galvan.platform.contract.Transactions.Reading;
import io.galvan.platform.contract.Transactions.Sample;
import io.galvan.platform.contract.Transactions.Start;
import io.galvan.platform.contract.Transactions.Started;
import io.galvan.platform.contract.Transactions.Stop;
import io.galvan.platform.contract.Transactions.Transaction;
import io.galvan.platform.contract.Transactions.TransactionKey;
import io.galvan.platform.contract.Transactions.TransactionPage;
import io.galvan.platform.contract.Transactions.TransactionQuery;
import io.galvan.platform.contract.Transactions.TransactionSort;
import io.galvan.platform.contract.Transactions.TransactionState;
import io.galvan.platform.db.Schema;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.event.EventType;
import io.galvan.platform.event.Happening;
import io.galvan.platform.event.Subscription;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionVerticleTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T11:00:00Z");
  private static final String REGISTER = "Energy.Active.Import.Register";
  private static final String POWER = "Power.Active.Import";

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx);
  private final MovableClock clock = TestPlatform.clock();
  private final Platform platform = TestPlatform.create(clock, Map.of());
  private List<Event> events;
  private String deployment;
  private Integer maxActive;

  @BeforeEach
  void start() {
    TestPlatform.standInForSubscribers(vertx, Subscription.TRANSACTION);
    bus.serve(
        Auth.AUTHORIZE,
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
                        maxActive)));
    events = TestPlatform.collectEvents(vertx);
    deployment = await(vertx.deployVerticle(new TransactionVerticle(platform)));
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private static Start startOf(
      String charger, int connector, String token, Instant at, long meter) {
    return new Start(charger, connector, token, meter, at, null);
  }

  private Started started(String charger, int connector, String token, Instant at, long meter) {
    return await(bus.request(Transactions.START, startOf(charger, connector, token, at, meter)));
  }

  private long running(String charger) {
    return started(charger, 1, "TAG-" + charger, BEGIN, 1_000).transactionId();
  }

  private static Sample sample(
      String value, String measurand, @Nullable String phase, String unit) {
    return new Sample(value, "Sample.Periodic", "Raw", measurand, phase, "Outlet", unit);
  }

  private static Reading register(int minute, String wh) {
    return new Reading(BEGIN.plusSeconds(60L * minute), List.of(sample(wh, REGISTER, null, "Wh")));
  }

  private void meter(String charger, int connector, @Nullable Long id, Reading... readings) {
    await(bus.request(Transactions.METER, new Meter(charger, connector, id, List.of(readings))));
  }

  private static Stop stopOf(String charger, long id, long meter, int minute) {
    return new Stop(charger, id, meter, BEGIN.plusSeconds(60L * minute), "Local", null, List.of());
  }

  private Transaction get(long id) {
    return await(bus.request(Transactions.GET, new TransactionKey(id)));
  }

  private List<Transactions.Series> series(long id) {
    return await(bus.request(Transactions.SERIES, new Transactions.SeriesQuery(id, null))).series();
  }

  private List<EventType> types() {
    return events.stream().map(Event::type).toList();
  }

  private <T> T one(String sql, Class<T> type) {
    Pool pool = platform.database().pool(vertx, Schema.transaction);
    try {
      return await(pool.query(sql).execute()).iterator().next().get(type, 0);
    } finally {
      await(pool.close());
    }
  }

  @Test
  void shouldKeepATransactionFromStartToStop() {
    long id = running("CP");
    meter(
        "CP",
        1,
        id,
        register(1, "1500"),
        new Reading(
            BEGIN.plusSeconds(90),
            List.of(sample("7.2", POWER, null, "kW"), sample("55", "SoC", null, "Percent"))));
    Transaction charging = get(id);
    assertThat(charging.state()).isEqualTo(TransactionState.Running);
    assertThat(charging.energyWh()).isEqualByComparingTo("500");
    assertThat(charging.powerW()).isEqualByComparingTo("7200");
    assertThat(charging.socPercent()).isEqualByComparingTo("55");
    await(
        bus.request(
            Transactions.STOP,
            new Stop(
                "CP",
                id,
                2_500,
                BEGIN.plusSeconds(600),
                "EVDisconnected",
                "TAG-CP",
                List.of(register(9, "2400")))));
    Transaction ended = get(id);
    assertThat(ended.state()).isEqualTo(TransactionState.Ended);
    assertThat(ended.energyWh()).isEqualByComparingTo("1500");
    assertThat(ended.stoppedAt()).isEqualTo(BEGIN.plusSeconds(600));
    assertThat(ended.stopReason()).isEqualTo("EVDisconnected");
    assertThat(ended.inferredEnd()).isNull();
    assertThat(series(id))
        .filteredOn(curve -> curve.measurand().equals(REGISTER))
        .singleElement()
        .satisfies(
            curve ->
                assertThat(curve.points())
                    .extracting(Transactions.Point::value)
                    .containsExactly(new BigDecimal("1500"), new BigDecimal("2400")));
    await()
        .untilAsserted(
            () ->
                assertThat(types())
                    .containsExactly(
                        EventType.transaction_started,
                        EventType.transaction_updated,
                        EventType.transaction_stopped));
  }

  @Test
  void shouldAnswerTheSameTransactionIdWhenAStartIsToldAgain() {
    long id = running("CP");
    assertThat(running("CP")).isEqualTo(id);
    assertThat(started("CP", 1, "tag-cp", BEGIN, 1_000).transactionId())
        .as("an idToken's letter case does not matter")
        .isEqualTo(id);
    await(bus.request(Transactions.STOP, stopOf("CP", id, 2_000, 10)));
    assertThat(running("CP")).as("also after the end").isEqualTo(id);
    assertThat(get(id).state()).isEqualTo(TransactionState.Ended);
    assertThat(started("CP", 1, "TAG-CP", BEGIN.plusSeconds(1), 1_000).transactionId())
        .isNotEqualTo(id);
    await()
        .untilAsserted(
            () ->
                assertThat(types())
                    .containsExactly(
                        EventType.transaction_started,
                        EventType.transaction_stopped,
                        EventType.transaction_started));
  }

  @Test
  void shouldAnswerTheSameTransactionIdWhenAStartIsToldTwiceAtOnce() {
    List<Future<Started>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(bus.request(Transactions.START, startOf("CP", 1, "TAG", BEGIN, 0)));
    }
    Set<Long> ids = new HashSet<>();
    answers.forEach(answer -> ids.add(await(answer).transactionId()));
    assertThat(ids).hasSize(1);
  }

  @Test
  void shouldStoreAStartWithARefusedToken() {
    Started refused = started("CP", 1, "BAD", BEGIN, 0);
    assertThat(refused.authorization().status()).isEqualTo(TokenStatus.Invalid);
    assertThat(get(refused.transactionId()).tokenStatus()).isEqualTo(TokenStatus.Invalid);
  }

  @Test
  void shouldFailRatherThanGuessWhenTheVerdictIsNotToBeHad() {
    assertThatThrownBy(() -> started("CP", 1, "AUTH-IS-AWAY", BEGIN, 0))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE));
  }

  @Test
  void shouldSayConcurrentTxWhenTheTokenChargesElsewhere() {
    maxActive = 1;
    assertThat(started("CP-1", 1, "TAG", BEGIN, 0).authorization().status())
        .isEqualTo(TokenStatus.Accepted);
    Started second = started("CP-2", 1, "tag", BEGIN, 0);
    assertThat(second.authorization().status()).isEqualTo(TokenStatus.ConcurrentTx);
    assertThat(started("CP-1", 1, "TAG", BEGIN, 0).authorization().status())
        .as("a repeated start does not count itself")
        .isEqualTo(TokenStatus.Accepted);
    assertThat(started("CP-2", 1, "TAG", BEGIN, 0).authorization().status())
        .isEqualTo(TokenStatus.ConcurrentTx);
    await().untilAsserted(() -> assertThat(types()).contains(EventType.authorization_denied));
  }

  @Test
  void shouldLetOnlyOneOfManyStartsAtOnceChargeOnALimitedToken() {
    maxActive = 1;
    List<Future<Started>> answers =
        IntStream.range(0, 50)
            .mapToObj(i -> bus.request(Transactions.START, startOf("CP-" + i, 1, "TAG", BEGIN, 0)))
            .toList();
    assertThat(
            answers.stream()
                .map(answer -> await(answer).authorization().status())
                .filter(TokenStatus.Accepted::equals))
        .hasSize(1);
  }

  @Test
  void shouldEndTheOlderTransactionOfAConnectorByInferenceButNotANewerOne() {
    long old = running("CP");
    meter("CP", 1, old, register(5, "1200"));
    long newer = started("CP", 1, "OTHER", BEGIN.plusSeconds(900), 1_300).transactionId();
    Transaction ended = get(old);
    assertThat(ended.inferredEnd()).isEqualTo(InferredEnd.NewStart);
    assertThat(ended.stoppedAt()).isEqualTo(BEGIN.plusSeconds(300));
    assertThat(ended.meterStopWh()).isEqualTo(1_200);
    started("CP", 1, "OFFLINE", BEGIN.minusSeconds(3_600), 500);
    assertThat(get(newer).state())
        .as("a start that comes late ends nothing newer")
        .isEqualTo(TransactionState.Running);
  }

  @Test
  void shouldStoreAReadingToldTwiceOnceAndTwoReadingsOfOneTimeBoth() {
    long id = running("CP");
    meter("CP", 1, id, register(1, "1100"));
    meter("CP", 1, id, register(1, "1100"));
    meter("CP", 1, id, register(1, "1101"));
    assertThat(series(id).get(0).points()).hasSize(2);
  }

  @Test
  void shouldAttributeReadingsWithoutATransactionToTheOneThatRuns() {
    long id = running("CP");
    meter("CP", 1, null, register(1, "1100"), register(-30, "900"));
    assertThat(series(id).get(0).points()).hasSize(1);
    assertThat(get(id).energyWh()).isEqualByComparingTo("100");
    assertThat(one("select count(*) from meter_value", Long.class)).isEqualTo(2);
  }

  @Test
  void shouldKeepReadingsThatComeLateWithoutChangingTheEnd() {
    long id = running("CP");
    await(bus.request(Transactions.STOP, stopOf("CP", id, 2_000, 10)));
    meter("CP", 1, id, register(5, "1500"), register(11, "9000"));
    assertThat(get(id).energyWh()).isEqualByComparingTo("1000");
    assertThat(series(id).get(0).points()).hasSize(2);
  }

  @Test
  void shouldKeepReadingsOfATransactionThatIsAnotherStationsOrNobodys() {
    long id = running("CP");
    meter("THIEF", 1, id, register(1, "99999"));
    meter("CP", 1, 987_654L, register(1, "5"));
    assertThat(get(id).energyWh()).isEqualByComparingTo("0");
    assertThat(series(id)).isEmpty();
    assertThat(one("select count(*) from meter_value where transaction_id is null", Long.class))
        .isEqualTo(2);
  }

  @Test
  void shouldAddUpPhasesKeepTheHighestRegisterAndIgnoreWhatIsNoNumber() {
    long id = running("CP");
    meter(
        "CP",
        1,
        id,
        new Reading(
            BEGIN.plusSeconds(60),
            List.of(
                sample("1000", POWER, "L1", "W"),
                sample("1100", POWER, "L2", "W"),
                sample("1.2", POWER, "L3", "kW"),
                sample("0.7", REGISTER, "L1", "kWh"),
                sample("0.6", REGISTER, "L2", "kWh"))),
        new Reading(
            BEGIN.plusSeconds(70),
            List.of(
                sample("NaN", REGISTER, null, "Wh"),
                sample("1e400", REGISTER, null, "Wh"),
                sample("signed;data", REGISTER, null, "Wh"),
                sample("", POWER, null, "W"))),
        new Reading(BEGIN.plusSeconds(80), List.of(sample("1100", REGISTER, null, "Wh"))));
    Transaction transaction = get(id);
    assertThat(transaction.powerW()).isEqualByComparingTo("3300");
    assertThat(transaction.energyWh()).isEqualByComparingTo("300");
    assertThat(one("select meter_went_back from transaction", Boolean.class)).isTrue();
    assertThat(series(id))
        .flatExtracting(Transactions.Series::points)
        .extracting(Transactions.Point::raw)
        .contains("signed;data", "NaN");
  }

  @Test
  void shouldNotLetAnOldReadingChangeTheStateOfNow() {
    long id = running("CP");
    meter(
        "CP",
        1,
        id,
        new Reading(BEGIN.plusSeconds(100), List.of(sample("5000", POWER, null, "W"))));
    meter(
        "CP", 1, id, new Reading(BEGIN.plusSeconds(50), List.of(sample("9000", POWER, null, "W"))));
    assertThat(get(id).powerW()).isEqualByComparingTo("5000");
    assertThat(get(id).meteredAt()).isEqualTo(BEGIN.plusSeconds(100));
  }

  @Test
  void shouldKeepAStopOfATransactionNobodyKnowsAndAnswerIt() {
    long id = running("CP");
    await(bus.request(Transactions.STOP, stopOf("CP", -1, 5, 1)));
    await(bus.request(Transactions.STOP, stopOf("CP", Long.MAX_VALUE, 5, 1)));
    await(bus.request(Transactions.STOP, stopOf("CP", Long.MAX_VALUE, 5, 1)));
    await(bus.request(Transactions.STOP, stopOf("THIEF", id, 5, 1)));
    assertThat(get(id).state()).isEqualTo(TransactionState.Running);
    assertThat(one("select count(*) from unknown_stop", Long.class)).isEqualTo(3);
  }

  @Test
  void shouldEndATransactionOnceWhenItsStopIsToldAgainAndKeepAContradiction() {
    long id = running("CP");
    List<Future<Transactions.Stopped>> answers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      answers.add(bus.request(Transactions.STOP, stopOf("CP", id, 2_000, 10)));
    }
    answers.forEach(answer -> await(answer));
    await(bus.request(Transactions.STOP, stopOf("CP", id, 3_000, 12)));
    assertThat(get(id).meterStopWh()).isEqualTo(2_000);
    assertThat(one("select count(*) from unknown_stop", Long.class)).isOne();
    await()
        .untilAsserted(() -> assertThat(types()).containsOnlyOnce(EventType.transaction_stopped));
  }

  @Test
  void shouldCountTheHighestRegisterWhenTheStopLiesBelowAReading() {
    long id = running("CP");
    meter("CP", 1, id, register(5, "1800"));
    await(bus.request(Transactions.STOP, stopOf("CP", id, 3, 10)));
    assertThat(get(id).meterStopWh()).isEqualTo(3);
    assertThat(get(id).energyWh()).isEqualByComparingTo("800");
    assertThat(one("select meter_went_back from transaction", Boolean.class)).isTrue();
  }

  private void tell(Event... told) {
    await(bus.request(Subscription.TRANSACTION.address(), new EventBatch(List.of(told))));
  }

  private Event event(String charger, Happening happening) {
    return new Event("e", clock.instant(), charger, happening);
  }

  private static Happening unavailable(int connector, Instant at) {
    return new Happening.ConnectorUpdated(connector, "Unavailable", "NoError", null, at);
  }

  @Test
  void
      shouldEndRunningTransactionsByInferenceWhenTheStationBecomesUnavailableAndLetATrueStopCorrectIt() {
    long id = running("CP");
    meter("CP", 1, id, register(5, "1700"));
    tell(event("CP", unavailable(2, BEGIN.plusSeconds(600))));
    assertThat(get(id).state()).as("another connector").isEqualTo(TransactionState.Running);
    tell(event("CP", unavailable(1, BEGIN.minusSeconds(600))));
    assertThat(get(id).state()).as("told before the start").isEqualTo(TransactionState.Running);
    tell(event("CP", unavailable(0, BEGIN.plusSeconds(600))));
    Transaction inferred = get(id);
    assertThat(inferred.state()).isEqualTo(TransactionState.Ended);
    assertThat(inferred.inferredEnd()).isEqualTo(InferredEnd.Unavailable);
    assertThat(inferred.stoppedAt()).isEqualTo(BEGIN.plusSeconds(300));
    assertThat(inferred.meterStopWh()).isEqualTo(1_700);
    tell(event("CP", unavailable(0, BEGIN.plusSeconds(600))));
    meter("CP", 1, id, register(8, "1900"));
    assertThat(get(id).energyWh())
        .as("a late reading is still believed")
        .isEqualByComparingTo("900");
    await(bus.request(Transactions.STOP, stopOf("CP", id, 2_000, 10)));
    assertThat(get(id).inferredEnd()).isNull();
    assertThat(get(id).energyWh()).isEqualByComparingTo("1000");
    await()
        .untilAsserted(
            () -> assertThat(types()).filteredOn(EventType.transaction_stopped::equals).hasSize(2));
  }

  @Test
  void shouldEndTransactionsOfAStationThatIsLostOrDeleted() {
    long lost = running("CP-1");
    long deleted = running("CP-2");
    tell(
        event("CP-1", new Happening.ChargerUpdated(Happening.ChargerChange.Lost, null)),
        event("CP-2", new Happening.ChargerUpdated(Happening.ChargerChange.Edited, null)));
    assertThat(get(lost).inferredEnd()).isEqualTo(InferredEnd.Disconnected);
    assertThat(get(deleted).state()).isEqualTo(TransactionState.Running);
    tell(event("CP-2", new Happening.ChargerUpdated(Happening.ChargerChange.Deleted, null)));
    assertThat(get(deleted).inferredEnd()).isEqualTo(InferredEnd.Unavailable);
  }

  @Test
  void shouldStoreWhatIsOldOrFromTheFutureByItsOwnTimeAndRefuseOnlyTheImpossible() {
    long id = started("CP", 1, "TAG", Instant.EPOCH, 0).transactionId();
    meter(
        "CP",
        1,
        id,
        new Reading(Instant.EPOCH.plusSeconds(5), List.of(sample("1", REGISTER, null, "Wh"))),
        new Reading(
            Instant.parse("2099-01-01T00:00:00Z"), List.of(sample("2", REGISTER, null, "Wh"))));
    assertThat(series(id).get(0).points())
        .extracting(Transactions.Point::at)
        .containsExactly(Instant.EPOCH.plusSeconds(5), Instant.parse("2099-01-01T00:00:00Z"));
    assertThatThrownBy(() -> started("CP", 1, "TAG", Instant.MAX, 0))
        .isInstanceOf(GalvanException.class)
        .hasMessageContaining("out of range");
  }

  @Test
  void shouldSurviveTextThatPostgresCannotHold() {
    long id = started("C\0P", 1, "T\0AG", BEGIN, 0).transactionId();
    meter("C\0P", 1, id, new Reading(BEGIN, List.of(sample("\0001", REGISTER, null, "Wh"))));
    assertThat(get(id).chargerId()).isEqualTo("CP");
    assertThat(series(id)).hasSize(1);
  }

  @Test
  void shouldGroupTheReadingsOfManyStations() {
    List<Long> ids =
        IntStream.range(0, 1_000)
            .mapToObj(
                i ->
                    bus.request(
                        Transactions.START, startOf("CP-" + i, 1, "TAG-" + i, BEGIN, 1_000)))
            .toList()
            .stream()
            .map(answer -> await(answer).transactionId())
            .toList();
    List<Future<?>> answers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      answers.add(
          bus.request(
              Transactions.METER,
              new Meter("CP-" + i, 1, ids.get(i), List.of(register(1, "" + (1_000 + i))))));
    }
    answers.forEach(answer -> await(answer));
    var commits = platform.meters().get("galvan.commit.items").tag("writer", "meter").summary();
    assertThat(commits.totalAmount()).isEqualTo(1_000);
    assertThat(commits.count()).isLessThan(100);
    for (int i : List.of(0, 1, 500, 999)) {
      assertThat(get(ids.get(i)).energyWh()).isEqualByComparingTo("" + i);
    }
  }

  @Test
  void shouldGoOnAfterARestart() {
    long id = running("CP");
    meter("CP", 1, id, register(1, "1100"));
    await(vertx.undeploy(deployment));
    await(vertx.deployVerticle(new TransactionVerticle(platform)));
    assertThat(running("CP")).isEqualTo(id);
    meter("CP", 1, id, register(2, "1200"));
    assertThat(get(id).energyWh()).isEqualByComparingTo("200");
  }

  @Test
  void shouldMoveReadingsThatCameBeforeTheirMonthHadItsPartition() {
    long id = running("CP");
    Instant later = Instant.parse("2026-05-15T00:00:00Z");
    meter("CP", 1, id, new Reading(later, List.of(sample("1100", REGISTER, null, "Wh"))));
    assertThat(one("select count(*) from meter_value_other", Long.class)).isOne();
    await(vertx.undeploy(deployment));
    clock.set(Instant.parse("2026-05-01T00:00:00Z"));
    await(vertx.deployVerticle(new TransactionVerticle(platform)));
    assertThat(one("select count(*) from meter_value_2026_05", Long.class)).isOne();
    assertThat(series(id).get(0).points()).hasSize(1);
  }

  private TransactionPage page(TransactionSort sort, boolean descending, @Nullable String cursor) {
    return await(
        bus.request(
            Transactions.LIST,
            new TransactionQuery(null, null, null, null, null, null, sort, descending, 7, cursor)));
  }

  @Test
  void shouldPageThroughAllWithoutGapOrDoubleWhileNewOnesStart() {
    for (int i = 0; i < 20; i++) {
      long id = started("CP-" + i, 1, "TAG", BEGIN.plusSeconds(i % 5), 0).transactionId();
      meter("CP-" + i, 1, id, register(1, "" + i % 3));
    }
    for (TransactionSort sort : TransactionSort.values()) {
      for (boolean descending : new boolean[] {true, false}) {
        List<Long> ids = new ArrayList<>();
        String cursor = null;
        do {
          TransactionPage page = page(sort, descending, cursor);
          page.items().stream()
              .filter(item -> item.chargerId().startsWith("CP-"))
              .forEach(item -> ids.add(item.id()));
          cursor = page.next();
          started("NEW-" + sort + descending + ids.size(), 1, "TAG", BEGIN.plusSeconds(2), 0);
        } while (cursor != null && ids.size() < 100);
        assertThat(ids).as(sort + " " + descending).doesNotHaveDuplicates().hasSize(20);
      }
    }
    assertThatThrownBy(() -> page(TransactionSort.id, true, "nonsense"))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.field()).isEqualTo("cursor"));
  }

  @Test
  void shouldFilterAndTotal() {
    long one = running("CP-1");
    long two = running("CP-2");
    meter(
        "CP-1",
        1,
        one,
        new Reading(
            clock.instant(),
            List.of(sample("3000", POWER, null, "W"), sample("1250", REGISTER, null, "Wh"))));
    await(bus.request(Transactions.STOP, stopOf("CP-2", two, 1_400, 10)));
    assertThat(
            await(
                    bus.request(
                        Transactions.LIST,
                        new TransactionQuery(
                            "CP-1",
                            1,
                            "tag-cp-1",
                            TransactionState.Running,
                            BEGIN,
                            BEGIN.plusSeconds(1),
                            TransactionSort.startedAt,
                            true,
                            10,
                            null)))
                .items())
        .extracting(Transaction::id)
        .containsExactly(one);
    assertThat(
            await(
                    bus.request(
                        Transactions.LIST,
                        new TransactionQuery(
                            null,
                            null,
                            null,
                            TransactionState.Ended,
                            null,
                            null,
                            TransactionSort.id,
                            false,
                            10,
                            null)))
                .items())
        .extracting(Transaction::id)
        .containsExactly(two);
    Transactions.Totals totals =
        await(bus.request(Transactions.TOTALS, new Transactions.TotalsQuery()));
    assertThat(totals.running()).isOne();
    assertThat(totals.powerW()).isEqualByComparingTo("3000");
    assertThat(totals.endedToday()).isOne();
    assertThat(totals.energyTodayWh()).isEqualByComparingTo("650");
    assertThatThrownBy(() -> get(999_999))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
  }
}
