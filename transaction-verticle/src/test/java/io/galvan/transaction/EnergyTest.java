package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Mark;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Sample;
import io.galvan.contract.transaction.Transactions.Stop;
import io.galvan.contract.transaction.Transactions.Transaction;
import java.util.List;
import org.assertj.core.api.AbstractBigDecimalAssert;
import org.junit.jupiter.api.Test;

/** How much a transaction is said to have charged, whatever its meter does. */
class EnergyTest extends TransactionFixture {
  private static final String INTERVAL = "Energy.Active.Import.Interval";

  private long meterOf(long start) {
    return start("CP", 1, BEGIN, start).transactionId();
  }

  private void registers(long id, int firstMinute, String... values) {
    for (int i = 0; i < values.length; i++) {
      meter("CP", 1, id, register(firstMinute + i, values[i]));
    }
  }

  private AbstractBigDecimalAssert<?> energy(long id) {
    return assertThat(get(id).energyWh());
  }

  @Test
  void shouldGoOnFromTheSumWhenTheRegisterBeginsAgain() {
    long id = meterOf(100_000);
    registers(id, 1, "101000", "102000", "0", "300", "900");
    energy(id).isEqualByComparingTo("2900");
    assertThat(get(id).marks()).containsExactly(Mark.MeterReset);
    assertThat(fact(id, Transactions.Fact.MeterReset).detail())
        .contains("\"fromWh\":102000", "\"toWh\":0");
    stop("CP", id, 1_000, 10);
    energy(id).isEqualByComparingTo("3000");
    assertThat(get(id).marks()).containsExactly(Mark.MeterReset);
  }

  @Test
  void shouldNotTakeOneWrongZeroForAReset() {
    long id = meterOf(5_000);
    registers(id, 1, "5500", "0", "0", "5600");
    energy(id).isEqualByComparingTo("600");
    stop("CP", id, 5_700, 10);
    energy(id).isEqualByComparingTo("700");
    assertThat(get(id).marks()).containsExactly(Mark.MeterWentBack);
  }

  @Test
  void shouldNotCountOneWrongRegisterFarAhead() {
    long id = meterOf(1_000);
    registers(id, 1, "1100", "99999999", "1200");
    energy(id).isEqualByComparingTo("200");
    stop("CP", id, 1_300, 10);
    energy(id).isEqualByComparingTo("300");
  }

  @Test
  void shouldIgnoreAndMarkASmallStepBack() {
    long id = meterOf(1_000);
    registers(id, 1, "1500", "1490", "1495", "1600");
    energy(id).isEqualByComparingTo("600");
    assertThat(get(id).marks()).containsExactly(Mark.MeterWentBack);
    assertThat(facts(id)).contains("Corrected MeterWentBack");
  }

  @Test
  void shouldCountAMeterThatBeginsAtZeroWithEverySession() {
    long id = meterOf(0);
    registers(id, 1, "0", "400", "900");
    stop("CP", id, 950, 10);
    energy(id).isEqualByComparingTo("950");
    assertThat(get(id).marks()).isEmpty();
  }

  @Test
  void shouldCountOnceWhenTheSessionsMeterAndTheStationsAreTold() {
    long id = meterOf(1_000_000);
    registers(id, 1, "0", "100", "400");
    energy(id).isEqualByComparingTo("400");
    stop("CP", id, 1_000_500, 10);
    energy(id).isEqualByComparingTo("500");
  }

  @Test
  void shouldCountFromTheFirstReadingWhenTheStartWasToldAsZero() {
    long id = meterOf(0);
    registers(id, 1, "4000000", "4000300");
    energy(id).isEqualByComparingTo("300");
    stop("CP", id, 4_000_500, 10);
    energy(id).isEqualByComparingTo("500");
    assertThat(get(id).marks()).containsExactly(Mark.Estimated);
  }

  @Test
  void shouldBelieveTheReadingsWhenTheStopSaysZero() {
    long id = meterOf(1_000);
    registers(id, 1, "1500");
    stop("CP", id, 0, 10);
    energy(id).isEqualByComparingTo("500");
    assertThat(get(id).marks()).containsExactly(Mark.MeterWentBack);
  }

  @Test
  void shouldNeverBeNegative() {
    long id = meterOf(1_000);
    stop("CP", id, 900, 10);
    energy(id).isEqualByComparingTo("0");
    assertThat(get(id).marks()).containsExactly(Mark.MeterWentBack);
  }

  @Test
  void shouldCountReadingsThatComeInAnotherOrderAsIfTheyHadNot() {
    long id = meterOf(0);
    registers(id, 1, "10000", "20000");
    registers(id, 10, "500", "600");
    registers(id, 5, "90000");
    registers(id, 4, "70000");
    energy(id).as("of what is surely known").isEqualByComparingTo("20600");
    stop("CP", id, 800, 20);
    energy(id).as("up to 90000, then again up to 800").isEqualByComparingTo("90800");
    assertThat(get(id).marks()).containsExactly(Mark.MeterReset);
  }

  @Test
  void shouldCountReadingsToldTwiceOnce() {
    long id = meterOf(0);
    Reading[] told = {
      register(1, "100"), register(2, "5000"), register(3, "20"), register(4, "80")
    };
    meter("CP", 1, id, told);
    meter("CP", 1, id, told);
    energy(id).isEqualByComparingTo("5080");
    await(
        bus.request(
            Transactions.STOP, new Stop("CP", id, 100L, minute(5), "Local", null, List.of(told))));
    energy(id).isEqualByComparingTo("5100");
  }

  private static Reading interval(int minute, String wh, String context) {
    return new Reading(
        minute(minute), List.of(new Sample(wh, context, "Raw", INTERVAL, null, "Outlet", "Wh")));
  }

  @Test
  void shouldAddUpIntervalsWhereThereIsNoRegister() {
    long id = meterOf(0);
    meter("CP", 1, id, interval(1, "100", "Sample.Periodic"));
    meter("CP", 1, id, interval(2, "150", "Sample.Periodic"));
    meter("CP", 1, id, interval(2, "150", "Sample.Periodic"));
    meter("CP", 1, id, interval(15, "250", "Sample.Clock"));
    energy(id).isEqualByComparingTo("250");
    stop("CP", id, 0, 20);
    energy(id).as("a stop that knows no register").isEqualByComparingTo("250");
    assertThat(get(id).marks()).isEmpty();
  }

  @Test
  void shouldEstimateFromPowerWhereNothingElseIsToldUntilARegisterIs() {
    long id = meterOf(0);
    meter("CP", 1, id, power(0, "6000"));
    meter("CP", 1, id, power(30, "6000"));
    meter("CP", 1, id, power(40, "0"));
    Transaction estimated = get(id);
    assertThat(estimated.energyWh()).isEqualByComparingTo("3500");
    assertThat(estimated.marks()).containsExactly(Mark.Estimated);
    meter("CP", 1, id, power(400, "6000"));
    energy(id).as("nothing is known of the time between").isEqualByComparingTo("3500");
    stop("CP", id, 3_600, 410);
    energy(id).isEqualByComparingTo("3600");
    assertThat(get(id).marks()).isEmpty();
  }

  @Test
  void shouldCountOnAfterARestartOfTheService() {
    long id = meterOf(10_000);
    registers(id, 1, "12000", "0", "100");
    await(vertx.undeploy(deployment));
    await(vertx.deployVerticle(new TransactionVerticle(platform, SWEEP)));
    registers(id, 4, "500");
    energy(id).isEqualByComparingTo("2500");
  }

  @Test
  void shouldCountAgainFromThePlaceThatToldMost() {
    long id = meterOf(1_000);
    meter("CP", 1, id, at(1, "Inlet", "1010"));
    meter("CP", 1, id, at(2, "Outlet", "1400"));
    meter("CP", 1, id, at(3, "Outlet", "1800"));
    stop("CP", id, 1_900, 10);
    energy(id).isEqualByComparingTo("900");
  }

  private static Reading at(int minute, String location, String wh) {
    return new Reading(
        minute(minute),
        List.of(new Sample(wh, "Sample.Periodic", "Raw", REGISTER, null, location, "Wh")));
  }
}
