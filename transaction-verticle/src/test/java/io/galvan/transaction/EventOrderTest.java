package io.galvan.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.contract.event.Happening;
import io.galvan.contract.event.Happening.StationDeviated;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.contract.transaction.Transactions.Mark;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Sample;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.platform.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events of OCPP 2.x whose times or ids do not say what they should. */
class EventOrderTest extends EventFixture {
  private void awaitDeviation(DeviationKind kind, String raw) {
    await()
        .untilAsserted(
            () ->
                assertThat(events.stream().map(Event::happening))
                    .filteredOn(StationDeviated.class::isInstance)
                    .map(StationDeviated.class::cast)
                    .anySatisfy(
                        seen -> {
                          assertThat(seen.kind()).isEqualTo(kind.name());
                          assertThat(seen.raw()).contains(raw);
                        }));
  }

  /** The clock is set by so many minutes at one of the events, which then come in some order. */
  @ParameterizedTest
  @CsvSource({"0,3,0", "-2,3,0", "-60,3,0", "-60,1,0", "-60,9,0", "-60,10,0", "60,3,0", "-60,5,7"})
  void shouldOrderReadingsByTheNumbersOfTheirEvents(int jump, int from, int seed) {
    List<Told> told = new ArrayList<>();
    for (int i = 0; i <= 10; i++) {
      int minute = i + (i >= from ? jump : 0);
      Told event = i == 0 ? started(0, minute) : i == 10 ? ended(10, minute) : updated(i, minute);
      told.add(event.on(1, 1).read((1 + 10 * i) + "000"));
    }
    List<Told> order = new ArrayList<>(told);
    if (seed > 0) {
      Collections.shuffle(order, new Random(seed));
    }
    long id = 0;
    for (Told event : order) {
      if (seed == 0 && event.seqNo == 10) {
        assertThat(get(id).energyWh()).isEqualByComparingTo("90000");
      }
      id = tell(event).transactionId();
    }
    assertThat(get(id).energyWh()).isEqualByComparingTo("100000");
    assertThat(get(id).meterStartWh()).isEqualTo(1_000);
    assertThat(get(id).meterStopWh()).isEqualTo(101_000);
    assertThat(get(id).marks())
        .as("of a clock that ends before it began")
        .isSubsetOf(Mark.ImplausibleTime);
  }

  @Test
  void shouldTakeEventsAsTheyComeWhenAllHaveTheSameNumber() {
    tell(started(0, 100).on(1, 1).read("1000"));
    tell(updated(0, 40).read("11000"));
    long id = tell(updated(0, 45).read("21000")).transactionId();
    assertThat(get(id).energyWh()).isEqualByComparingTo("20000");
    awaitDeviation(DeviationKind.SeqNoUsedTwice, "Updated 0");
    tell(ended(0, 50).read("31000"));
    assertThat(get(id).energyWh()).isEqualByComparingTo("30000");
    assertThat(get(id).state()).isEqualTo(TransactionState.Ended);
  }

  private long session(int minute, int begin, int steps) {
    long id =
        tell(started(0, minute).on(1, 1).by("TAG-" + begin).state("Charging").read("" + begin))
            .transactionId();
    for (int i = 1; i < steps; i++) {
      tell(updated(i, minute + i).read("" + (begin + 100 * i)));
    }
    tell(ended(steps, minute + steps).stopped("Local").read("" + (begin + 100 * steps)));
    return id;
  }

  @Test
  void shouldBeginAnotherTransactionWhenAnIdIsUsedAgain() {
    long first = session(0, 1_000, 3);
    long second = session(60, 5_000, 4);
    assertThat(second).isNotEqualTo(first);
    assertThat(get(first).energyWh()).isEqualByComparingTo("300");
    assertThat(get(second).energyWh()).isEqualByComparingTo("400");
    assertThat(get(first).marks()).isEmpty();
    assertThat(get(second).marks()).containsExactly(Mark.IdReused);
    assertThat(get(second).idToken()).isEqualTo("TAG-5000");
    assertThat(history(first).items()).hasSize(4);
    awaitDeviation(DeviationKind.IdReused, STATION_ID);
    // Told again, each is a repeat of its own.
    assertThat(session(0, 1_000, 3)).isEqualTo(first);
    assertThat(session(60, 5_000, 4)).isEqualTo(second);
    assertThat(one("select count(*) from transaction", Long.class)).isEqualTo(2);
    assertThat(one("select count(*) from transaction_event", Long.class)).isEqualTo(9);
  }

  @Test
  void shouldBeginAnotherTransactionWhenAnIdRunsOnAnotherEvse() {
    long one = tell(started(0, 0).on(1, 1).read("1000")).transactionId();
    long other = tell(started(0, 1).on(2, 1).read("9000")).transactionId();
    assertThat(other).isNotEqualTo(one);
    tell(updated(1, 5).on(1, 1).read("1200"));
    tell(updated(1, 6).on(2, 1).read("9500"));
    tell(updated(2, 7).read("9600"));
    assertThat(get(one).energyWh()).isEqualByComparingTo("200");
    assertThat(get(other).energyWh()).as("the newest without an EVSE").isEqualByComparingTo("600");
    assertThat(get(one).state()).isEqualTo(TransactionState.Running);
    assertThat(get(other).state()).isEqualTo(TransactionState.Running);
  }

  @Test
  void shouldBeginAnotherTransactionWhenTheStationBootedWithoutTellingAnEnd() {
    long lost = tell(started(0, 0).on(1, 1).read("1000")).transactionId();
    tell(updated(1, 1).read("1300"));
    clock.advance(Duration.ofHours(5));
    tell(event("CS", new Happening.ChargerBooted(Registration.Accepted, "V", "M", null)));
    long next = tell(started(0, 300).on(1, 1).read("1300")).transactionId();
    assertThat(next).isNotEqualTo(lost);
    tell(updated(1, 301).read("1400"));
    assertThat(get(lost).energyWh()).isEqualByComparingTo("300");
    assertThat(get(lost).state()).isEqualTo(TransactionState.Ended);
    assertThat(get(next).energyWh()).isEqualByComparingTo("100");
  }

  @Test
  void shouldKeepOneTransactionWhenItsStartIsToldWithAnotherTimeWhileItRuns() {
    long id = tell(started(0, 0).on(1, 1).read("1000")).transactionId();
    assertThat(tell(started(1, 1).on(1, 1).read("1010")).transactionId()).isEqualTo(id);
  }

  @Test
  void shouldFillGapsAfterTheEndAndApplyNothingBeyondIt() {
    tell(started(0, 0).on(1, 1).read("1000"));
    long id = tell(ended(3, 30).stopped("Local").read("2000")).transactionId();
    tell(updated(1, 10).read("1200"));
    Transaction filled = get(id);
    assertThat(filled.gaps()).hasSize(1);
    tell(updated(4, 40).read("9000").state("Charging"));
    tell(ended(5, 50).stopped("PowerLoss").read("9500"));
    Transaction after = get(id);
    assertThat(after.energyWh()).isEqualByComparingTo("1000");
    assertThat(after.stoppedAt()).isEqualTo(minute(30));
    assertThat(after.stopReason()).isEqualTo("Local");
    assertThat(after.gaps()).isEqualTo(filled.gaps());
    assertThat(after.updatedAt()).isEqualTo(filled.updatedAt());
    assertThat(history(id).items()).hasSize(5);
    assertThat(series(id).get(0).points()).hasSize(3);
    awaitDeviation(DeviationKind.EventAfterEnd, "Updated 4");
    awaitDeviation(DeviationKind.EventAfterEnd, "Ended 5");
  }

  @Test
  void shouldNotKnowAnEnergyBeforeARegisterAndMarkWhatWasChargedBefore() {
    long id = tell(started(0, 0).on(1, 1).state("Charging")).transactionId();
    assertThat(get(id).energyWh()).isNull();
    assertThat(get(id).meterStartWh()).isNull();
    assertThat(get(id).marks()).containsExactly(Mark.NotMetered);
    tell(updated(2, 15).read("5000"));
    tell(updated(3, 30).read("6000"));
    assertThat(get(id).energyWh()).isEqualByComparingTo("1000");
    assertThat(get(id).marks()).contains(Mark.BeginNotMetered);
    tell(updated(1, 1).read("4000"));
    assertThat(get(id).meterStartWh()).isEqualTo(4_000);
    assertThat(get(id).energyWh()).isEqualByComparingTo("2000");
  }

  @Test
  void shouldNotTakeTheRegisterAtTheEndAloneForAnEnergy() {
    tell(started(0, 0).on(1, 1));
    Reading end =
        new Reading(
            minute(9),
            List.of(new Sample("7000", "Transaction.End", "Raw", REGISTER, null, "Outlet", "Wh")));
    long id = tell(ended(1, 9).read(end)).transactionId();
    assertThat(get(id).energyWh()).isNull();
    assertThat(get(id).marks()).containsExactly(Mark.NotMetered);
  }

  /** J02 does not allow it, but stations do it. */
  @Test
  void shouldCountReadingsOfAnEvseForWhatChargesThereUntilItsOwnCome() {
    long id = tell(started(0, 0).on(1, 1).read("1000")).transactionId();
    meter("CS", 1, null, register(5, "1200"));
    meter("CS", 0, null, register(6, "90000"));
    assertThat(get(id).energyWh()).isEqualByComparingTo("200");
    tell(updated(1, 10).read("1150"));
    assertThat(get(id).energyWh()).isEqualByComparingTo("150");
    meter("CS", 1, null, register(15, "1300"));
    tell(ended(2, 20));
    assertThat(get(id).energyWh()).isEqualByComparingTo("300");
    assertThat(get(id).marks()).isEmpty();
  }
}
