package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.contract.event.Happening.StationDeviated;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Mark;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Sample;
import io.galvan.contract.transaction.Transactions.Stop;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.platform.event.DomainEvent;
import io.galvan.platform.event.Event;
import java.util.List;
import org.assertj.core.api.AbstractBigDecimalAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What was told stands against what was guessed, and what can be charged against registers. */
class AttributionTest extends TransactionFixture {
  private AbstractBigDecimalAssert<?> energy(long id) {
    return assertThat(get(id).energyWh());
  }

  @Test
  void shouldForgetAGuessWhenTheTransactionsOwnReadingIsThere() {
    long id = running("CP");
    meter("CP", 1, null, register(1, "1200"));
    energy(id).as("as long as nothing else is known").isEqualByComparingTo("200");
    meter("CP", 1, null, register(2, "60000"));
    meter("CP", 1, id, register(3, "1300"));
    energy(id).isEqualByComparingTo("300");
    meter("CP", 1, null, register(4, "0"), register(5, "900"));
    meter("CP", 1, id, register(6, "1400"));
    energy(id).isEqualByComparingTo("400");
    stop("CP", id, 1_500, 10);
    energy(id).isEqualByComparingTo("500");
    assertThat(get(id).marks()).isEmpty();
  }

  @Test
  void shouldLetStartAndStopDecideOverAGuess() {
    long id = running("CP");
    meter("CP", 1, null, register(1, "60000"), register(2, "60500"));
    stop("CP", id, 1_450, 10);
    energy(id).isEqualByComparingTo("450");
    assertThat(get(id).marks()).isEmpty();
  }

  @Test
  void shouldBelieveTheGuessWhenTheStopSaysNothing() {
    long id = running("CP");
    meter("CP", 1, null, register(1, "1300"));
    stop("CP", id, 0, 10);
    energy(id).isEqualByComparingTo("300");
  }

  @Test
  void shouldGoOnWithTheGuessAfterARestartAndARecount() {
    long id = running("CP");
    meter("CP", 1, id, register(5, "1100"));
    meter("CP", 1, null, register(6, "1200"));
    await(vertx.undeploy(deployment));
    await(vertx.deployVerticle(new TransactionVerticle(platform, SWEEP)));
    meter("CP", 1, id, register(2, "1050"));
    meter("CP", 1, null, register(7, "9000"));
    meter("CP", 1, id, register(8, "1250"));
    stop("CP", id, 1_300, 10);
    energy(id).isEqualByComparingTo("300");
    assertThat(get(id).marks()).isEmpty();
  }

  @Test
  void shouldNotCountWhatARegisterShowsAfterAResetBeyondWhatCanBeCharged() {
    long id = start("CP", 1, BEGIN, 4_294_967_295L).transactionId();
    meter("CP", 1, id, register(1, "7783903"), register(2, "7784000"), register(3, "7784500"));
    energy(id).isEqualByComparingTo("597");
    assertThat(get(id).marks()).containsExactly(Mark.MeterReset);
    stop("CP", id, 7_784_903, 10);
    energy(id).isEqualByComparingTo("1000");
    assertThat(deviations(DeviationKind.MeterReset))
        .contains("4294967295 7783903")
        .as("told once, however often it is counted")
        .hasSize(1);
  }

  @Test
  void shouldCountWhatARegisterShowsAfterAResetAsFarAsItCanBeCharged() {
    long slow = start("AC", 1, BEGIN, 500_000).transactionId();
    meter("AC", 1, slow, power(1, "11000"), register(2, "500400"), register(12, "30000"));
    energy(slow).as("30 kWh in 10 minutes with 11 kW").isEqualByComparingTo("400");
    long fast = start("DC", 1, BEGIN, 500_000).transactionId();
    meter("DC", 1, fast, power(1, "150000"), register(2, "500400"), register(12, "30000"));
    energy(fast).isEqualByComparingTo("30400");
  }

  private List<String> deviations(DeviationKind kind) {
    Awaitility.await()
        .until(() -> events.stream().anyMatch(event -> isOf(kind, event.happening())));
    return events.stream()
        .map(Event::happening)
        .filter(happening -> isOf(kind, happening))
        .map(StationDeviated.class::cast)
        .map(seen -> seen.raw() + " " + seen.taken())
        .toList();
  }

  private static boolean isOf(DeviationKind kind, DomainEvent happening) {
    return happening instanceof StationDeviated seen && seen.kind().equals(kind.name());
  }

  private static Sample in(String context, String value, String measurand, String unit) {
    return new Sample(value, context, "Raw", measurand, null, "Outlet", unit);
  }

  /** Growatt tells the register at the begin with each reading. */
  @Test
  void shouldNotTakeTheValueAtTheBeginForThatOfNow() {
    long id = start("CP", 1, BEGIN, 0).transactionId();
    for (int i = 1; i <= 3; i++) {
      meter(
          "CP",
          1,
          id,
          new Reading(
              minute(i),
              List.of(
                  in("Sample.Periodic", "" + 100 * i, REGISTER, "Wh"),
                  in("Transaction.Begin", "0", REGISTER, "Wh"),
                  in("Sample.Periodic", "7000", POWER, "W"),
                  in("Transaction.Begin", "0", POWER, "W"))));
      meter("CP", 1, id, new Reading(minute(i), List.of(in("Transaction.Begin", "0", POWER, "W"))));
    }
    energy(id).isEqualByComparingTo("300");
    assertThat(get(id).powerW()).isEqualByComparingTo("7000");
    stop("CP", id, 0, 10);
    energy(id).isEqualByComparingTo("300");
  }

  @Test
  void shouldSayNothingOfAnEnergyOfWhichNothingWasTold() {
    long id = await(bus.request(Transactions.START, unmetered())).transactionId();
    assertThat(get(id).energyWh()).isNull();
    assertThat(get(id).meterStartWh()).isNull();
    assertThat(get(id).marks()).containsExactly(Mark.NotMetered);
    assertThat(await(bus.request(Transactions.START, unmetered())).transactionId()).isEqualTo(id);
    await(
        bus.request(
            Transactions.STOP, new Stop("CP", id, null, minute(9), "Local", null, List.of())));
    assertThat(get(id).energyWh()).isNull();
    assertThat(get(id).meterStopWh()).isNull();
    assertThat(get(id).marks()).containsExactly(Mark.NotMetered);
  }

  private static Transactions.Start unmetered() {
    return new Transactions.Start("CP", 1, "TAG", null, BEGIN, null);
  }

  @Test
  void shouldCountFromTheFirstRegisterWhereTheStartTellsNone() {
    long id = await(bus.request(Transactions.START, unmetered())).transactionId();
    meter("CP", 1, id, register(1, "7783903"), register(2, "7784500"));
    energy(id).isEqualByComparingTo("597");
    assertThat(get(id).marks()).containsExactly(Mark.BeginNotMetered);
    Reading begin = new Reading(BEGIN, List.of(in("Transaction.Begin", "7783803", REGISTER, "Wh")));
    await(
        bus.request(
            Transactions.STOP,
            new Stop("CP", id, 7_784_903L, minute(9), "Local", null, List.of(begin))));
    energy(id).isEqualByComparingTo("1100");
    assertThat(get(id).marks()).isEmpty();
  }

  @Test
  void shouldTellNoRegisterAtAnInferredEndThatNobodyRead() {
    long id = running("CP");
    tell(event("CP", status(1, "Available", minute(20))));
    assertThat(get(id).meterStopWh()).isNull();
    energy(id).isEqualByComparingTo("0");
  }

  /** A clock set back by an hour: the queue of a station is in order all the same. */
  @Test
  void shouldBelieveARegisterThatOnlyGrewWhateverTheClockSays() {
    long id = start("CP", 1, minute(100), 1_000).transactionId();
    meter("CP", 1, id, register(101, "11000"), register(102, "21000"));
    for (int i = 3; i <= 9; i++) {
      meter("CP", 1, id, register(40 + i, (10 * i + 1) + "000"));
    }
    energy(id).isEqualByComparingTo("90000");
    await(
        bus.request(
            Transactions.STOP,
            new Stop("CP", id, 101_000L, minute(111), "Local", null, List.of())));
    energy(id).isEqualByComparingTo("100000");
  }

  /** A clock that stands still: only the stop between tells the two starts apart. */
  @Test
  void shouldBeginAnotherTransactionWhenAStartComesAgainAfterItsStop() {
    long first = start("CP", 1, BEGIN, 0).transactionId();
    assertThat(start("CP", 1, BEGIN, 0).transactionId()).as("told again").isEqualTo(first);
    meter("CP", 1, first, register(0, "500"), register(0, "3000"));
    stop("CP", first, 3_000, 0);
    long second = start("CP", 1, BEGIN, 0).transactionId();
    assertThat(second).isNotEqualTo(first);
    assertThat(start("CP", 1, BEGIN, 0).transactionId()).as("told again").isEqualTo(second);
    meter("CP", 1, second, register(0, "500"), register(0, "3000"), register(0, "5000"));
    stop("CP", second, 5_000, 0);
    energy(first).isEqualByComparingTo("3000");
    energy(second).isEqualByComparingTo("5000");
    assertThat(series(second).get(0).points()).hasSize(3);
    assertThat(start("CP", 1, BEGIN, 0).transactionId()).isGreaterThan(second);
  }
}
