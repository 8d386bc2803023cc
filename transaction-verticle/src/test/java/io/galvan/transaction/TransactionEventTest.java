package io.galvan.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.contract.event.Happening;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.contract.transaction.TransactionEvents;
import io.galvan.contract.transaction.TransactionEvents.EventDetail;
import io.galvan.contract.transaction.TransactionEvents.Limit;
import io.galvan.contract.transaction.TransactionEvents.SetLimit;
import io.galvan.contract.transaction.Transactions.Fact;
import io.galvan.contract.transaction.Transactions.Gap;
import io.galvan.contract.transaction.Transactions.InferredEnd;
import io.galvan.contract.transaction.Transactions.Mark;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.EventType;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionEventTest extends EventFixture {
  /** A whole transaction: token first, then the cable, charging, and a stop by the same token. */
  private static List<Told> session() {
    return List.of(
        started(0, 0).because("Authorized").by("TAG").remote(77).reserved(5),
        updated(1, 1).because("CablePluggedIn").on(2, 1).state("EVConnected").read("1000.5"),
        updated(2, 2).because("ChargingStateChanged").state("Charging").read("1100"),
        updated(3, 12).read("3100"),
        updated(4, 22).read("5100"),
        updated(5, 30).because("StopAuthorized").by("tag").state("EVConnected").read("6000"),
        ended(6, 31).because("EVDeparted").state("Idle").stopped("Local").read("6100.5"));
  }

  @Test
  void shouldMakeOneTransactionOfAllEventsInOrder() {
    long id = 0;
    for (Told told : session()) {
      id = tell(told).transactionId();
    }
    checkSession(get(id));
    assertThat(facts(id))
        .containsSubsequence(
            "Received Started", "Received EVConnected", "Received Charging", "Received Ended")
        .doesNotContain("Inferred Started", "Inferred EventsMissing");
    await()
        .untilAsserted(
            () ->
                assertThat(types())
                    .startsWith(EventType.transaction_started, EventType.transaction_identified)
                    .endsWith(EventType.transaction_stopped));
  }

  /** However they are shuffled, and each told once or twice. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldMakeTheSameTransactionOfEventsInAnyOrder(int seed) {
    Random random = new Random(seed);
    List<Told> told = new ArrayList<>(session());
    session().stream().filter(one -> random.nextBoolean()).forEach(told::add);
    Collections.shuffle(told, random);
    long id = 0;
    for (Told one : told) {
      id = tell(one).transactionId();
    }
    checkSession(get(id));
    assertThat(history(id).items()).hasSize(7);
    assertThat(one("select count(*) from transaction", Long.class)).isEqualTo(1);
    assertThat(one("select count(*) from meter_value", Long.class)).isEqualTo(6);
  }

  private static void checkSession(Transaction transaction) {
    assertThat(transaction.state()).isEqualTo(TransactionState.Ended);
    assertThat(transaction.startedAt()).isEqualTo(BEGIN);
    assertThat(transaction.stoppedAt()).isEqualTo(minute(31));
    assertThat(transaction.energyWh()).isEqualByComparingTo("5100");
    assertThat(transaction.meterStartWh()).isEqualTo(1000);
    assertThat(transaction.meterStopWh()).isEqualTo(6101);
    assertThat(transaction.evseId()).isEqualTo(2);
    assertThat(transaction.connectorId()).isEqualTo(1);
    assertThat(transaction.idToken()).isEqualTo("TAG");
    assertThat(transaction.idTokenType()).isEqualTo("ISO14443");
    assertThat(transaction.tokenStatus()).isEqualTo(TokenStatus.Accepted);
    assertThat(transaction.remoteStartId()).isEqualTo(77);
    assertThat(transaction.reservationId()).isEqualTo(5);
    assertThat(transaction.chargingState()).as("it ends with the transaction").isNull();
    assertThat(transaction.stopReason()).isEqualTo("Local");
    assertThat(transaction.stationTransactionId()).isEqualTo(STATION_ID);
    assertThat(transaction.gaps()).isEmpty();
    assertThat(transaction.inferredEnd()).isNull();
    assertThat(transaction.marks()).isEmpty();
  }

  /** MeterValues of 2.x is what an EVSE, or the whole station, shows outside transactions (J01). */
  @Test
  void shouldKeepReadingsOutsideTransactionsOffTheirEnergy() {
    meter("CS", 2, null, register(0, "900"));
    long id = tell(started(0, 1).on(2, 1).by("TAG").read("1000")).transactionId();
    meter("CS", 1, null, register(2, "5000"), power(3, "7000"));
    meter("CS", 0, null, register(4, "90000"));
    meter("CS", 1, null, register(10, "1500"));
    assertThat(get(id).energyWh()).isEqualByComparingTo("0");
    assertThat(get(id).powerW()).isNull();

    // The same reading told as the transaction's own is its own.
    tell(updated(2, 10).read("1500"));
    assertThat(get(id).energyWh()).isEqualByComparingTo("500");
    // An event that comes late has all readings of the transaction counted again.
    tell(updated(1, 5).read("1200"));
    assertThat(get(id).energyWh()).isEqualByComparingTo("500");
    tell(ended(3, 20).stopped("Local").read("2000"));
    meter("CS", 2, null, register(21, "9000"));

    Transaction ended = get(id);
    assertThat(ended.energyWh()).isEqualByComparingTo("1000");
    assertThat(ended.meterStartWh()).isEqualTo(1000);
    assertThat(ended.meterStopWh()).isEqualTo(2000);
    assertThat(ended.marks()).isEmpty();
    assertThat(series(id).get(0).points()).hasSize(4);
    assertThat(one("select count(*) from meter_value where transaction_id is null", Long.class))
        .isEqualTo(6);
  }

  @Test
  void shouldInferTheStartUntilItIsTold() {
    long id = tell(updated(3, 10).state("Charging").on(1, 1).read("2000")).transactionId();
    Transaction before = get(id);
    assertThat(before.startedAt()).isEqualTo(minute(10));
    assertThat(before.marks()).contains(Mark.StartMissing, Mark.EventsMissing);
    assertThat(before.idToken()).isNull();
    assertThat(before.tokenStatus()).isNull();
    assertThat(facts(id)).contains("Inferred Started");

    tell(updated(2, 5).read("1500"));
    assertThat(get(id).startedAt()).isEqualTo(minute(5));

    tell(started(0, 1).because("CablePluggedIn").read("1000"));
    Transaction after = get(id);
    assertThat(after.startedAt()).isEqualTo(minute(1));
    assertThat(after.marks()).containsExactly(Mark.EventsMissing);
    assertThat(after.gaps()).containsExactly(new Gap(1, 1));
    assertThat(after.energyWh()).isEqualByComparingTo("1000");
    assertThat(facts(id)).contains("Received Started");
  }

  @Test
  void shouldListWhatIsMissingUntilItIsTold() {
    tell(started(0, 0).on(1, 1).by("TAG").read("100"));
    long id = tell(ended(5, 50).stopped("EVDisconnected").read("900")).transactionId();
    assertThat(get(id).gaps()).containsExactly(new Gap(1, 4));
    assertThat(fact(id, Fact.EventsMissing).detail()).contains("\"from\":1").contains("\"to\":4");
    tell(updated(2, 20).offline().read("400"));
    assertThat(get(id).gaps()).containsExactly(new Gap(1, 1), new Gap(3, 4));
    tell(updated(1, 10).offline());
    tell(updated(3, 30).offline());
    tell(updated(4, 40).offline().read("850"));
    Transaction whole = get(id);
    assertThat(whole.gaps()).isEmpty();
    assertThat(whole.marks()).isEmpty();
    assertThat(whole.state()).isEqualTo(TransactionState.Ended);
    assertThat(whole.energyWh()).isEqualByComparingTo("800");
    assertThat(facts(id)).contains("Corrected EventsComplete");
  }

  @Test
  void shouldBeginTheNumbersWhereTheStartDoes() {
    tell(started(40, 0).on(1, 1));
    long id = tell(ended(41, 5)).transactionId();
    assertThat(get(id).gaps()).isEmpty();
  }

  @Test
  void shouldCountAnEventOnceThoughItIsToldAgainAsOffline() {
    tell(started(0, 0).on(1, 1).read("0"));
    tell(updated(1, 5).read("500"));
    long id = tell(updated(1, 5).offline().read("500")).transactionId();
    assertThat(history(id).items()).hasSize(2);
    tell(updated(1, 6).read("600"));
    assertThat(history(id).items()).as("another one of the same number is kept").hasSize(3);
    assertThat(get(id).energyWh()).isEqualByComparingTo("600");
  }

  @Test
  void shouldTellTwoStationsTransactionsOfTheSameNameApart() {
    long one = tell(started(0, 0).of("CS-1", "X").on(1, 1)).transactionId();
    long other = tell(started(0, 0).of("CS-2", "X").on(1, 1)).transactionId();
    assertThat(one).isNotEqualTo(other);
  }

  @Test
  void shouldAcceptWithoutATokenWhereNoneIsAskedFor() {
    assertThat(tell(started(0, 0).by("", "NoAuthorization")).authorization().status())
        .isEqualTo(TokenStatus.Accepted);
  }

  @Test
  void shouldKeepATransactionOfARefusedToken() {
    assertThat(tell(started(0, 0).because("Authorized").by("BAD")).authorization().status())
        .isEqualTo(TokenStatus.Invalid);
    long id = tell(ended(1, 1).because("Deauthorized").stopped("DeAuthorized")).transactionId();
    assertThat(get(id).tokenStatus()).isEqualTo(TokenStatus.Invalid);
    assertThat(get(id).stopReason()).isEqualTo("DeAuthorized");
  }

  @Test
  void shouldFailRatherThanGuessWhenTheVerdictIsNotToBeHad() {
    assertThatThrownBy(() -> tell(started(0, 0).by("AUTH-IS-AWAY")))
        .isInstanceOf(GalvanException.class);
    assertThat(tell(ended(1, 1).by("AUTH-IS-AWAY")).authorization())
        .as("an end stands without a verdict")
        .isNull();
  }

  @Test
  void shouldSayConcurrentTxWhenTheTokenChargesElsewhere() {
    maxActive = 1;
    assertThat(tell(started(0, 0).of("CS-1", "A").by("TAG")).authorization().status())
        .isEqualTo(TokenStatus.Accepted);
    tell(started(0, 0).of("CS-2", "B").because("CablePluggedIn").on(1, 1));
    Told late = updated(1, 1).of("CS-2", "B").because("Authorized").by("tag");
    assertThat(tell(late).authorization().status()).isEqualTo(TokenStatus.ConcurrentTx);
    assertThat(tell(late).authorization().status())
        .as("told again")
        .isEqualTo(TokenStatus.ConcurrentTx);
    assertThat(tell(updated(2, 2).of("CS-1", "A").because("Trigger").by("TAG")).authorization())
        .as("a transaction does not stand in its own way")
        .satisfies(verdict -> assertThat(verdict.status()).isEqualTo(TokenStatus.Accepted));
    await().untilAsserted(() -> assertThat(types()).contains(EventType.authorization_denied));
  }

  @Test
  void shouldEndTheOlderTransactionOfAnEvseAndBelieveItsTrueEnd() {
    long older = tell(started(0, 0).of("CS", "A").on(1, 1).read("100")).transactionId();
    tell(started(0, 20).of("CS", "B").on(2, 1));
    assertThat(get(older).state()).as("another EVSE").isEqualTo(TransactionState.Running);
    tell(started(0, 30).of("CS", "C").on(1, 1));
    assertThat(get(older).inferredEnd()).isEqualTo(InferredEnd.NewStart);
    tell(ended(1, 25).of("CS", "A").offline().stopped("PowerLoss").read("700"));
    Transaction told = get(older);
    assertThat(told.inferredEnd()).isNull();
    assertThat(told.stopReason()).isEqualTo("PowerLoss");
    assertThat(told.energyWh()).isEqualByComparingTo("600");
    assertThat(told.marks()).containsExactly(Mark.EndCorrected);
    assertEnds(EventType.transaction_end_inferred, EventType.transaction_stopped);
  }

  @Test
  void shouldGoOnWhenAnEventComesAfterAnInferredEnd() {
    long id = tell(started(0, 0).on(1, 1).read("100")).transactionId();
    tell(event("CS", new Happening.ChargerUpdated(Happening.ChargerChange.Lost, null)));
    assertThat(get(id).inferredEnd()).isEqualTo(InferredEnd.Disconnected);
    tell(updated(1, 10).read("500"));
    Transaction resumed = get(id);
    assertThat(resumed.state()).isEqualTo(TransactionState.Running);
    assertThat(resumed.stoppedAt()).isNull();
    assertThat(resumed.energyWh()).isEqualByComparingTo("400");
    assertThat(facts(id)).contains("Corrected EndCorrected");
    assertEnds(EventType.transaction_end_inferred, EventType.transaction_corrected);
  }

  @Test
  void shouldTakeTheOnlyConnectorOfAnEvseThatIsNamedAlone() {
    bus.serve(
        Chargers.GET,
        key ->
            Future.succeededFuture(
                Mapper.read(
                    """
                    {"id": "CS", "connectors": [{"evseId": 1, "connectorId": 0}, {"evseId": 1, "connectorId": 2},
                      {"evseId": 3, "connectorId": 1}]}
                    """,
                    Chargers.Charger.class)));
    long one = tell(started(0, 0).on(1, 0)).transactionId();
    assertThat(get(one).connectorId()).isEqualTo(2);
    assertThat(tell(started(0, 0).on(1, 0)).transactionId()).as("told again").isEqualTo(one);
    assertThat(history(one).items()).hasSize(1);
    long other = tell(started(0, 0).of("CS", "B").on(2, 0)).transactionId();
    assertThat(get(other).connectorId()).as("nothing is known of it").isZero();
  }

  @Test
  void shouldSayRemoteOfAnEndWithoutReasonAfterAStopOfOurs() {
    stopsOfOurs("RequestStopTransaction", "{\"transactionId\":\"A\"}");
    long one = tell(started(0, 0).of("CS", "A").on(1, 1)).transactionId();
    long other = tell(started(0, 0).of("CS", "B").on(2, 1)).transactionId();
    tell(ended(1, 5).of("CS", "A"));
    tell(ended(1, 5).of("CS", "B"));
    assertThat(get(one).stopReason()).isEqualTo("Remote");
    assertThat(get(other).stopReason()).isEqualTo("Local");
    clock.advance(Duration.ofHours(1));
    tell(ended(1, 5).of("CS", "A").offline());
    assertThat(history(one).items()).as("told again").hasSize(2);
    assertThat(facts(one)).doesNotContain("Received StopContradicted");
  }

  @Test
  void shouldTellAnEndOnceAndCorrectItAfterThat() {
    long id = tell(started(0, 0).on(1, 1).read("100")).transactionId();
    tell(event("CS", new Happening.ChargerUpdated(Happening.ChargerChange.Lost, null)));
    clock.advance(EndPolicy.FINAL_AFTER.plusSeconds(1));
    assertEnds(EventType.transaction_end_inferred, EventType.transaction_stopped);
    tell(ended(1, 10).offline().stopped("Local").read("500"));
    assertThat(get(id).energyWh()).isEqualByComparingTo("400");
    assertEnds(
        EventType.transaction_end_inferred,
        EventType.transaction_stopped,
        EventType.transaction_corrected);
  }

  @Test
  void shouldNotEndByTheStatusOfAConnector() {
    long id = tell(started(0, 0).on(1, 1).state("Charging")).transactionId();
    tell(event("CS", status(1, "Available", minute(5))));
    assertThat(get(id).state()).isEqualTo(TransactionState.Running);
  }

  @Test
  void shouldAskForWhatIsUnsureAndBelieveTheAnswer() {
    long running = tell(started(0, 0).of("CS", "RUNS").on(1, 1)).transactionId();
    tell(started(0, 0).of("CS", "WHOLE").on(2, 1));
    tell(ended(1, 5).of("CS", "WHOLE"));
    tell(started(0, 0).of("CS", "GAPS").on(3, 1));
    long gaps = tell(ended(4, 5).of("CS", "GAPS")).transactionId();
    assertThat(unsure("CS")).containsExactlyInAnyOrder("RUNS", "GAPS");
    assertThat(unsure("CS", clock.instant()))
        .as("the running one was told since the arrival")
        .containsExactly("GAPS");

    clock.advance(Duration.ofMinutes(2));
    tell(event("CS", new Happening.TransactionStatusTold("GAPS", false, false)));
    tell(event("CS", new Happening.TransactionStatusTold("RUNS", true, false)));
    assertThat(get(gaps).gaps()).isNotEmpty();
    assertThat(get(running).state()).isEqualTo(TransactionState.Running);
    assertThat(history(running).status().ongoing()).isTrue();
    assertThat(facts(running)).contains("Received StatusTold");
    assertThat(unsure("CS")).as("just asked").isEmpty();

    clock.advance(Duration.ofMinutes(2));
    assertThat(unsure("CS")).as("the station has lost the rest").containsExactly("RUNS");
    tell(event("CS", new Happening.TransactionStatusTold("RUNS", false, true)));
    assertThat(get(running).state()).as("the end is to come").isEqualTo(TransactionState.Running);
    tell(event("CS", new Happening.TransactionStatusTold("RUNS", false, false)));
    assertThat(get(running).inferredEnd()).isEqualTo(InferredEnd.NotOngoing);
    tell(ended(1, 9).of("CS", "RUNS").stopped("Local"));
    assertThat(get(running).inferredEnd()).as("the true end").isNull();
  }

  @Test
  void shouldKeepWhatTheStationTellsBeside() {
    tell(
        started(0, 0)
            .on(1, 1)
            .detail(new EventDetail(3, 32, null, null, "Ready", false, null, null, null)));
    tell(
        updated(2, 20)
            .detail(new EventDetail(1, null, 900, "ChargingOnly", null, null, null, null, null)));
    long id =
        tell(updated(1, 10).detail(new EventDetail(2, 16, 300, null, null, true, null, null, null)))
            .transactionId();
    assertThat(history(id).detail())
        .as("the newest word on each part")
        .isEqualTo(new EventDetail(1, 32, 900, "ChargingOnly", "Ready", false, null, null, null));
  }

  @Test
  void shouldTellALimitUntilTheStationConfirmsIt() {
    long id = tell(started(0, 0).on(1, 1)).transactionId();
    assertThat(tell(limited(1, "6000")).limit()).as("the station's own limit").isNull();
    Limit wanted = new Limit(null, new BigDecimal("10000"), null, null);
    io.galvan.platform.testing.TestPlatform.await(
        bus.request(TransactionEvents.SET_LIMIT, new SetLimit(id, wanted)));
    assertThat(tell(updated(2, 2)).limit()).isEqualTo(wanted);
    assertThat(tell(limited(3, "10000")).limit()).isNull();
    assertThat(tell(updated(4, 4)).limit()).isNull();
    tell(ended(5, 5));
    assertThatThrownBy(
            () ->
                io.galvan.platform.testing.TestPlatform.await(
                    bus.request(TransactionEvents.SET_LIMIT, new SetLimit(id, wanted))))
        .isInstanceOf(GalvanException.class)
        .hasMessageContaining("running");
  }

  private static Told limited(int seqNo, String wh) {
    Limit limit = new Limit(null, new BigDecimal(wh), null, null);
    return updated(seqNo, seqNo)
        .because("LimitSet")
        .detail(new EventDetail(null, null, null, null, null, null, null, limit, null));
  }

  @Test
  void shouldRefuseATransactionWithoutAnIdAndATimeThatIsNone() {
    assertThatThrownBy(() -> tell(started(0, 0).of("CS", " "))).isInstanceOf(GalvanException.class);
  }

  @Test
  void shouldStandBesideTransactionsOfOcpp16() {
    long old = running("CS");
    long young = tell(started(0, 0).on(2, 1)).transactionId();
    meter("CS", 1, null, register(3, "1700"));
    assertThat(get(old).energyWh()).isEqualByComparingTo("700");
    assertThat(get(old).stationTransactionId()).isEqualTo(Long.toString(old));
    assertThat(get(old).evseId()).isEqualTo(1);
    assertThat(get(young).energyWh()).isNull();
  }
}
