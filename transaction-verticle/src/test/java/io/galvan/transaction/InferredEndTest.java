package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.contract.event.Happening;
import io.galvan.contract.policy.Configurations;
import io.galvan.contract.policy.Configurations.StoredKey;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.EndTransaction;
import io.galvan.contract.transaction.Transactions.Fact;
import io.galvan.contract.transaction.Transactions.FactKind;
import io.galvan.contract.transaction.Transactions.InferredEnd;
import io.galvan.contract.transaction.Transactions.Mark;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Stop;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventType;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InferredEndTest extends TransactionFixture {
  private static Happening unavailable(int connector, Instant at) {
    return new Happening.ConnectorUpdated(connector, connector, "Unavailable", "NoError", null, at);
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
  void
      shouldEndRunningTransactionsByInferenceWhenTheStationBecomesUnavailableAndLetATrueStopCorrectIt() {
    long id = running("CP");
    meter("CP", 1, id, register(5, "1700"));
    tell(event("CP", unavailable(2, BEGIN.plusSeconds(600))));
    assertThat(get(id).state()).as("another connector").isEqualTo(TransactionState.Running);
    tell(event("CP", unavailable(1, BEGIN.minusSeconds(600))));
    assertThat(get(id).state()).as("told before the start").isEqualTo(TransactionState.Running);
    tell(event("CP", unavailable(0, BEGIN.plusSeconds(600))));
    Transaction inferred = inferredAfter(id, USUAL_WAIT);
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
    assertEnds(EventType.transaction_end_inferred, EventType.transaction_stopped);
  }

  /** Two of the usual intervals, and the sweep. */
  private static final Duration USUAL_WAIT = Duration.ofMinutes(30).plusSeconds(1);

  /** Nothing happens just before the time is over. */
  private Transaction inferredAfter(long id, Duration wait) {
    clock.advance(wait.minusSeconds(2));
    await()
        .during(SWEEP.multipliedBy(4))
        .untilAsserted(() -> assertThat(get(id).state()).isEqualTo(TransactionState.Running));
    clock.advance(Duration.ofSeconds(2));
    await().untilAsserted(() -> assertThat(get(id).state()).isEqualTo(TransactionState.Ended));
    return get(id);
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
    assertThat(get(deleted).inferredEnd()).isEqualTo(InferredEnd.Removed);
  }

  private static final Happening BOOTED =
      new Happening.ChargerBooted(Registration.Accepted, "V", "M", "1");

  @Test
  void shouldEndATransactionWhenItsConnectorIsAvailableAgainAndLetTheTrueStopCorrectIt() {
    long id = running("CP");
    meter("CP", 1, id, register(5, "1700"));
    tell(event("CP", status(1, "Preparing", minute(6))));
    tell(event("CP", status(0, "Available", minute(6))));
    tell(event("CP", status(2, "Available", minute(6))));
    assertThat(get(id).state()).isEqualTo(TransactionState.Running);
    Event available = event("CP", status(1, "Available", minute(7)));
    tell(available, available);
    Transaction inferred = inferredAfter(id, USUAL_WAIT);
    assertThat(inferred.inferredEnd()).isEqualTo(InferredEnd.Available);
    assertThat(inferred.stoppedAt()).isEqualTo(minute(7));
    assertThat(inferred.meterStopWh()).isEqualTo(1_700);
    assertThat(inferred.marks()).containsExactly(Mark.EndInferred);
    stop("CP", id, 1_800, 6);
    Transaction corrected = get(id);
    assertThat(corrected.inferredEnd()).isNull();
    assertThat(corrected.stoppedAt()).isEqualTo(minute(6));
    assertThat(corrected.energyWh()).isEqualByComparingTo("800");
    assertThat(corrected.marks()).containsExactly(Mark.EndCorrected);
    tell(available);
    assertThat(get(id)).as("told again after the stop").isEqualTo(corrected);
    assertThat(fact(id, Fact.EndCorrected).detail()).contains("Available", "1700");
    assertEnds(EventType.transaction_end_inferred, EventType.transaction_stopped);
  }

  @Test
  void shouldTakeAvailableBackWhenAReadingOfTheTransactionFollowsIt() {
    long id = running("CP");
    meter("CP", 1, id, register(1, "1100"));
    tell(event("CP", status(1, "Available", minute(2))));
    meter("CP", 1, id, register(3, "1200"));
    clock.advance(USUAL_WAIT);
    meter("CP", 1, id, register(4, "1300"));
    await().during(SWEEP.multipliedBy(4)).untilAsserted(() -> assertRunning(id));
    assertThat(get(id).marks()).isEmpty();
    tell(event("CP", status(1, "Available", minute(2))));
    clock.advance(USUAL_WAIT);
    await()
        .during(SWEEP.multipliedBy(4))
        .untilAsserted(() -> assertThat(get(id).state()).as("told again").isEqualTo(RUNS));
    stop("CP", id, 1_700, 30);
    assertEnds(EventType.transaction_stopped);
  }

  private static final TransactionState RUNS = TransactionState.Running;

  private void assertRunning(long id) {
    assertThat(get(id).state()).isEqualTo(RUNS);
  }

  @Test
  void shouldTakeAvailableBackWhenItsConnectorChargesOrPowerFlowsThere() {
    long charging = start("CP-1", 1, BEGIN, 0).transactionId();
    long powered = start("CP-2", 1, BEGIN, 0).transactionId();
    long idle = start("CP-3", 1, BEGIN, 0).transactionId();
    for (String charger : List.of("CP-1", "CP-2", "CP-3")) {
      tell(event(charger, status(1, "Available", minute(2))));
    }
    tell(event("CP-1", status(1, "SuspendedEV", minute(3))));
    meter("CP-2", 1, null, power(3, "7000"));
    meter("CP-3", 1, null, power(3, "0"));
    clock.advance(USUAL_WAIT);
    await()
        .untilAsserted(() -> assertThat(get(idle).inferredEnd()).isEqualTo(InferredEnd.Available));
    assertRunning(charging);
    assertRunning(powered);
  }

  @Test
  void shouldRunAgainWhenAReadingOrAStatusContradictsAnEndThatWasInferred() {
    long id = running("CP");
    tell(event("CP", status(1, "Available", minute(2))));
    inferredAfter(id, USUAL_WAIT);
    meter("CP", 1, id, register(1, "1100"));
    await().untilAsserted(() -> assertThat(get(id).energyWh()).isEqualByComparingTo("100"));
    assertThat(get(id).state()).as("a reading of before").isEqualTo(TransactionState.Ended);
    meter("CP", 1, id, register(3, "1200"));
    await().untilAsserted(() -> assertRunning(id));
    assertThat(get(id).stoppedAt()).isNull();
    assertThat(get(id).marks()).containsExactly(Mark.EndCorrected);
    assertEnds(EventType.transaction_end_inferred, EventType.transaction_corrected);
    tell(event("CP", status(1, "Available", minute(4))));
    inferredAfter(id, EndPolicy.LEAST_WAIT.plusSeconds(1));
    tell(event("CP", status(1, "Charging", minute(5))));
    assertRunning(id);
    stop("CP", id, 1_700, 30);
    assertEnds(
        EventType.transaction_end_inferred,
        EventType.transaction_corrected,
        EventType.transaction_end_inferred,
        EventType.transaction_corrected,
        EventType.transaction_stopped);
    assertThat(facts(id)).contains("Corrected EndCorrected");
  }

  @Test
  void shouldTellAnInferredEndAsTheEndOnceWhenItHasStoodForAnHourAndCorrectItAfterThat() {
    long id = running("CP");
    started("CP", 1, "NEXT", minute(20), 1_300);
    assertEnds(EventType.transaction_end_inferred);
    clock.advance(EndPolicy.FINAL_AFTER.plusSeconds(1));
    assertEnds(EventType.transaction_end_inferred, EventType.transaction_stopped);
    stop("CP", id, 1_200, 10);
    assertEnds(
        EventType.transaction_end_inferred,
        EventType.transaction_stopped,
        EventType.transaction_corrected);
    assertThat(get(id).energyWh()).isEqualByComparingTo("200");
  }

  @Test
  void shouldNotTakeBackAnEndAfterWhichAnotherTransactionRunsThere() {
    long id = running("CP");
    tell(event("CP", status(1, "Available", minute(2))));
    inferredAfter(id, USUAL_WAIT);
    long next = started("CP", 1, "NEXT", minute(20), 1_300).transactionId();
    meter("CP", 1, id, register(5, "1200"));
    await().untilAsserted(() -> assertThat(get(id).energyWh()).isEqualByComparingTo("200"));
    assertThat(get(id).state()).isEqualTo(TransactionState.Ended);
    assertRunning(next);
  }

  @Test
  void shouldWaitForTwoIntervalsOfTheTransactionsOwnReadings() {
    long id = running("CP");
    meter("CP", 1, id, register(1, "1100"));
    meter("CP", 1, id, register(26, "1200"));
    tell(event("CP", status(1, "Available", minute(27))));
    assertThat(inferredAfter(id, Duration.ofMinutes(50).plusSeconds(1)).inferredEnd())
        .isEqualTo(InferredEnd.Available);
  }

  @Test
  void shouldWaitForTwoConfiguredIntervalsAndForTenMinutesAtLeast() {
    bus.serve(
        Configurations.GET,
        key ->
            Future.succeededFuture(
                new Configurations.Configuration(
                    key.chargerId(),
                    List.of(
                        new StoredKey("MeterValueSampleInterval", false, "30", false, BEGIN)))));
    long id = running("CP");
    tell(event("CP", status(1, "Available", minute(2))));
    inferredAfter(id, EndPolicy.LEAST_WAIT.plusSeconds(1));
  }

  @Test
  void shouldGiveAStationThatIsBackTenMinutesForItsQueue() {
    long id = running("CP");
    meter("CP", 1, id, register(1, "1100"));
    meter("CP", 1, id, register(2, "1200"));
    tell(event("CP", status(1, "Available", minute(3))));
    clock.advance(Duration.ofMinutes(8));
    tell(
        event("CP", new Happening.ChargerConnected("n", 1, Transport.WebSocket, OcppVersion.V1_6)));
    inferredAfter(id, EndPolicy.LEAST_WAIT.plusSeconds(1));
  }

  @Test
  void shouldSayRemoteOfAStopWithoutReasonAfterAStopOfOurs() {
    long id = running("CP");
    long other = start("CP", 2, BEGIN, 0).transactionId();
    stopsOfOurs("RemoteStopTransaction", "{\"transactionId\":" + id + "}");
    for (long one : new long[] {id, other}) {
      await(
          bus.request(
              Transactions.STOP, new Stop("CP", one, 1_500L, minute(9), "", null, List.of())));
    }
    assertThat(get(id).stopReason()).isEqualTo("Remote");
    assertThat(get(other).stopReason()).isEqualTo("Local");
  }

  @Test
  void shouldNotBelieveAnAvailableThatWasHeardBeforeTheStartOfAClockThatIsBehind() {
    Event available = event("CP", status(1, "Available", minute(1)));
    clock.advance(Duration.ofSeconds(1));
    long id = running("CP");
    tell(available);
    clock.advance(USUAL_WAIT);
    await().during(SWEEP.multipliedBy(4)).untilAsserted(() -> assertRunning(id));
  }

  @Test
  void shouldNotBelieveAnAvailableOfBeforeTheStartThatComesAfterIt() {
    long id = running("CP");
    tell(event("CP", status(1, "Available", BEGIN)));
    tell(event("CP", status(1, "Available", BEGIN.minusSeconds(1))));
    assertThat(get(id).state()).isEqualTo(TransactionState.Running);
  }

  @Test
  void shouldNotEndTheNextTransactionWhenAnOldEventIsToldAgain() {
    long first = running("CP");
    Event available = event("CP", status(1, "Available", minute(10)));
    tell(available);
    long second = start("CP", 1, minute(11), 1_500).transactionId();
    tell(available);
    assertThat(get(first).state()).isEqualTo(TransactionState.Ended);
    assertThat(get(second).state()).isEqualTo(TransactionState.Running);
  }

  @Test
  void shouldWaitForTheStopAfterABootAndThenEndByInference_TC_032_1() {
    long stopped = start("CP", 1, BEGIN, 0).transactionId();
    long silent = start("CP", 2, BEGIN, 0).transactionId();
    clock.advance(Duration.ofSeconds(1));
    Event boot = event("CP", BOOTED);
    tell(boot, event("CP", status(2, "Available", clock.instant())));
    long next = start("CP", 3, BEGIN, 0).transactionId();
    stop("CP", stopped, 500, 10);
    assertThat(get(silent).state()).as("its stop may come").isEqualTo(TransactionState.Running);
    clock.advance(InferenceService.BOOT_GRACE.plusSeconds(1));
    await().untilAsserted(() -> assertThat(get(silent).inferredEnd()).isEqualTo(InferredEnd.Boot));
    assertThat(get(stopped).inferredEnd()).isNull();
    assertThat(get(next).state()).as("told after the boot").isEqualTo(TransactionState.Running);
    assertThat(fact(silent, Fact.Ended).kind()).isEqualTo(FactKind.Inferred);
    tell(boot);
    stop("CP", silent, 700, 9);
    assertThat(get(silent).marks()).containsExactly(Mark.EndCorrected);
    assertThat(get(silent).energyWh()).isEqualByComparingTo("700");
  }

  @Test
  void shouldLetATransactionGoOnAfterABootWhenItsMeterOrStatusSaysSo() {
    long metered = start("CP", 1, BEGIN, 0).transactionId();
    long charging = start("CP", 2, BEGIN, 0).transactionId();
    long silent = start("CP", 3, BEGIN, 0).transactionId();
    clock.advance(Duration.ofSeconds(1));
    tell(event("CP", BOOTED));
    Instant after = clock.instant().plusSeconds(60);
    meter("CP", 1, metered, new Reading(after, List.of(sample("100", REGISTER, null, "Wh"))));
    tell(event("CP", status(2, "SuspendedEV", after)));
    clock.advance(InferenceService.BOOT_GRACE.plusSeconds(1));
    await().untilAsserted(() -> assertThat(get(silent).state()).isEqualTo(TransactionState.Ended));
    assertThat(get(metered).state()).isEqualTo(TransactionState.Running);
    assertThat(get(charging).state()).isEqualTo(TransactionState.Running);
  }

  @Test
  void shouldNotDoubtTransactionsForABootThatIsNotAcceptedOrThatWasAskedFor() {
    long id = running("CP");
    clock.advance(Duration.ofSeconds(1));
    tell(event("CP", new Happening.ChargerBooted(Registration.Pending, "V", "M", null)));
    tell(event("CP", new Happening.ChargerBooted(Registration.Accepted, "V", "M", null, false)));
    assertThat(one("select count(*) from transaction where doubted_at is null", Long.class))
        .isOne();
    assertThat(get(id).state()).isEqualTo(TransactionState.Running);
  }

  private Transaction end(long id, @Nullable Instant at, @Nullable Long meterStop) {
    return await(
        bus.request(
            Transactions.END, new EndTransaction(id, at, meterStop, "cable was cut", "op@x.org")));
  }

  @Test
  void shouldEndATransactionForTheOperatorAndLetATrueStopCorrectIt() {
    long id = running("CP");
    meter("CP", 1, id, register(5, "1700"));
    Transaction ended = end(id, minute(20), null);
    assertThat(ended.state()).isEqualTo(TransactionState.Ended);
    assertThat(ended.inferredEnd()).isEqualTo(InferredEnd.Operator);
    assertThat(ended.stoppedAt()).isEqualTo(minute(20));
    assertThat(ended.meterStopWh()).isEqualTo(1_700);
    assertThat(ended.energyWh()).isEqualByComparingTo("700");
    assertThat(ended.stopReason()).isEqualTo("cable was cut");
    assertThat(end(id, null, 1_900L).energyWh())
        .as("the operator knows better now")
        .isEqualByComparingTo("900");
    assertThat(fact(id, Fact.Ended).kind()).isEqualTo(FactKind.Operator);
    assertThat(fact(id, Fact.Ended).detail()).contains("op@x.org");
    meter("CP", 1, id, register(30, "5000"));
    assertThat(get(id).energyWh()).as("the operator's word").isEqualByComparingTo("900");
    stop("CP", id, 2_000, 10);
    assertThat(get(id).inferredEnd()).isNull();
    assertThat(get(id).energyWh()).isEqualByComparingTo("1000");
    assertThatThrownBy(() -> end(id, null, null))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT));
  }

  @Test
  void shouldRefuseAnOperatorsEndThatCannotBe() {
    long id = running("CP");
    assertThatThrownBy(() -> end(id, BEGIN.minusSeconds(1), null))
        .isInstanceOfSatisfying(GalvanException.class, e -> assertThat(e.field()).isEqualTo("at"));
    assertThatThrownBy(() -> end(id, clock.instant().plusSeconds(1), null))
        .isInstanceOfSatisfying(GalvanException.class, e -> assertThat(e.field()).isEqualTo("at"));
    assertThatThrownBy(() -> end(id, null, -1L))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.field()).isEqualTo("meterStopWh"));
    assertThatThrownBy(() -> end(999_999, null, null))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
    assertThat(get(id).state()).isEqualTo(TransactionState.Running);
  }
}
