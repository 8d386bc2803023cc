package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Mark;
import io.galvan.contract.transaction.Transactions.Meter;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Sample;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeterValuesTest extends TransactionFixture {
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
    assertThat(one("select count(*) from meter_value", Long.class)).isEqualTo(2);
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
    assertThat(transaction.marks()).as("the whole is not compared with phases").isEmpty();
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
  void shouldCountTheHighestRegisterWhenTheStopLiesBelowAReading() {
    long id = running("CP");
    meter("CP", 1, id, register(5, "1800"));
    await(bus.request(Transactions.STOP, stopOf("CP", id, 3, 10)));
    assertThat(get(id).meterStopWh()).isEqualTo(3);
    assertThat(get(id).energyWh()).isEqualByComparingTo("800");
    assertThat(get(id).marks()).containsExactly(Mark.MeterWentBack);
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
    var commits = platform.meters().get("galvan.commit.items").tag("writer", "ledger").summary();
    // Answers come first, then the batch is counted.
    await().untilAsserted(() -> assertThat(commits.totalAmount()).isEqualTo(2_000));
    assertThat(commits.count()).isLessThan(100);
    for (int i : List.of(0, 1, 500, 999)) {
      assertThat(get(ids.get(i)).energyWh()).isEqualByComparingTo("" + i);
    }
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

  private static Reading reading(int minute, Sample... samples) {
    return new Reading(minute(minute), List.of(samples));
  }

  private static Sample at(String location, String value, String measurand, String unit) {
    return new Sample(value, "Sample.Periodic", "Raw", measurand, null, location, unit);
  }

  @Test
  void shouldTakeKilowattsPaddedTextAndPowerOnOnePhaseWithTheNeutral() {
    long id = running("CP");
    meter(
        "CP",
        1,
        id,
        reading(
            1,
            sample("  1.50 ", REGISTER, null, "kWh"),
            sample("1.1", POWER, "L1-N", "kW"),
            sample(" 900", POWER, "L2-N", "W")));
    assertThat(get(id).energyWh()).isEqualByComparingTo("500");
    assertThat(get(id).powerW()).isEqualByComparingTo("2000");
  }

  @Test
  void shouldTakeWhatIsToldOfPhaseNAloneForTheWhole() {
    long id = running("CP");
    meter(
        "CP",
        1,
        id,
        reading(1, sample("1400", REGISTER, "N", "Wh"), sample("7", POWER, "N", "kW")));
    assertThat(get(id).energyWh()).isEqualByComparingTo("400");
    assertThat(get(id).powerW()).isEqualByComparingTo("7000");
  }

  @Test
  void shouldGiveCurvesInUnitsWithoutPrefixAndKeepWhatWasSent() {
    long id = running("CP");
    meter(
        "CP",
        1,
        id,
        reading(
            1,
            sample("  12.50 ", "Current.Import", "L1-N", "A"),
            sample("16000", "Current.Import", "L2", "mA"),
            sample("230.1", "Voltage", "L1-N", "V"),
            sample("1.2", REGISTER, null, "kWh"),
            sample("104", "Temperature", null, "Fahrenheit")));
    assertThat(series(id))
        .extracting(
            Transactions.Series::measurand,
            Transactions.Series::phase,
            Transactions.Series::unit,
            curve -> curve.points().get(0).value().stripTrailingZeros().toPlainString(),
            curve -> curve.points().get(0).raw())
        .containsExactlyInAnyOrder(
            tuple("Current.Import", "L1", "A", "12.5", "  12.50 "),
            tuple("Current.Import", "L2", "A", "16", "16000 mA"),
            tuple("Voltage", "L1-N", "V", "230.1", null),
            tuple(REGISTER, null, "Wh", "1200", "1.2 kWh"),
            tuple("Temperature", null, "Celsius", "40", "104 Fahrenheit"));
    assertThat(one("select samples from meter_value", String.class)).contains("  12.50 ", "mA");
  }

  @Test
  void shouldReadTheOutletBeforeTheInletAndNeverBoth() {
    long id = running("CP");
    meter(
        "CP",
        1,
        id,
        reading(
            1,
            at("Inlet", "1600", REGISTER, "Wh"),
            at("Outlet", "1500", REGISTER, "Wh"),
            at("Inlet", "4100", POWER, "W"),
            at("Outlet", "4000", POWER, "W")));
    assertThat(get(id).energyWh()).isEqualByComparingTo("500");
    assertThat(get(id).powerW()).isEqualByComparingTo("4000");
  }

  /** OCPP 1.6 part 2, 6.31: connector 0 is the main power meter. */
  @Test
  void shouldGiveTheMainMetersReadingsToNoTransaction() {
    long id = start("CP", 1, BEGIN, 1_000).transactionId();
    meter("CP", 0, null, register(1, "61000"), power(2, "22000"));
    assertThat(get(id).energyWh()).as("its start told a register").isEqualByComparingTo("0");
    assertThat(get(id).powerW()).isNull();
    meter("CP", 1, null, register(3, "1100"));
    meter("CP", 0, null, register(4, "61100"));
    stop("CP", id, 1_450, 10);
    assertThat(get(id).energyWh()).isEqualByComparingTo("450");
    assertThat(get(id).marks()).isEmpty();
    assertThat(series(id).get(0).points()).hasSize(1);
    assertThat(one("select count(*) from meter_value where transaction_id is null", Long.class))
        .isEqualTo(3);
  }

  @Test
  void shouldNotMixTheStationsMeterWithTheConnectorsOwn() {
    long id = start("CP", 1, BEGIN, 1_000).transactionId();
    meter("CP", 1, id, register(1, "1100"));
    meter("CP", 0, null, register(2, "50000"));
    assertThat(get(id).energyWh()).isEqualByComparingTo("100");
    assertThat(series(id).get(0).points()).hasSize(1);
  }

  @Test
  void shouldTakeZeroAndNegativeTransactionIdsForNone() {
    long id = running("CP");
    meter("CP", 1, 0L, register(1, "1100"));
    meter("CP", 1, -1L, register(2, "1200"));
    assertThat(get(id).energyWh()).isEqualByComparingTo("200");
    assertThat(facts(id)).containsOnlyOnce("Inferred ReadingsAttributed");
  }
}
