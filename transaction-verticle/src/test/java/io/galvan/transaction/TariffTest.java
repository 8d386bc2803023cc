package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.contract.cost.Tariffs;
import io.galvan.contract.cost.Tariffs.Asked;
import io.galvan.contract.cost.Tariffs.Assignment;
import io.galvan.contract.cost.Tariffs.AssignmentKey;
import io.galvan.contract.cost.Tariffs.AssignmentKind;
import io.galvan.contract.cost.Tariffs.AssignmentQuery;
import io.galvan.contract.cost.Tariffs.RunningCost;
import io.galvan.contract.cost.Tariffs.Tariff;
import io.galvan.contract.cost.Tariffs.TariffData;
import io.galvan.contract.cost.Tariffs.TariffKey;
import io.galvan.contract.cost.Tariffs.TariffQuery;
import io.galvan.contract.cost.Tariffs.Tax;
import io.galvan.contract.cost.Tariffs.TimeUnit;
import io.galvan.contract.event.Happening.CostDue;
import io.galvan.contract.transaction.TransactionEvents.EventDetail;
import io.galvan.contract.transaction.TransactionEvents.Limit;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TariffTest extends EventFixture {
  private static TariffData tariff(String id, String perKwh) {
    return tariff(id, perKwh, RunningCost.Answer, 0, null);
  }

  private static TariffData tariff(
      String id, String perKwh, RunningCost running, int intervalS, @Nullable Limit limit) {
    return new TariffData(
        id,
        "EUR",
        new BigDecimal(perKwh),
        new BigDecimal("0.06"),
        TimeUnit.Minute,
        new BigDecimal("0.50"),
        List.of(new Tax("VAT", new BigDecimal("20"))),
        null,
        null,
        perKwh + " EUR a kWh",
        running,
        intervalS,
        limit,
        null);
  }

  private Tariff create(TariffData data) {
    return await(bus.request(Tariffs.CREATE, data));
  }

  private void assign(AssignmentKind kind, String target, String tariffId) {
    await(bus.request(Tariffs.ASSIGN, new Assignment(kind, target, tariffId)));
  }

  private @Nullable String applicable(String charger, @Nullable String token) {
    Tariffs.Applicable applicable =
        await(bus.request(Tariffs.APPLICABLE, new Asked(charger, token)));
    Tariff tariff = applicable.tariff();
    assertThat(applicable.by() == null).isEqualTo(tariff == null);
    return tariff == null ? null : tariff.id();
  }

  @Test
  void shouldTellTheRunningCostAndTheFinalOne() {
    create(tariff("T", "0.30"));
    assign(AssignmentKind.Default, "", "T");
    assertThat(tell(started(0, 0).on(1, 1).read("1000")).totalCost()).isEqualByComparingTo("0.60");
    // 2 kWh, 10 minutes: (0.50 + 0.60 + 0.60) * 1.2
    assertThat(tell(updated(1, 10).read("3000")).totalCost()).isEqualByComparingTo("2.04");
    var end = tell(ended(2, 20).read("6000"));
    assertThat(end.totalCost()).isEqualByComparingTo("3.84");
    assertThat(tell(ended(2, 20).read("6000")).totalCost())
        .as("told again")
        .isEqualByComparingTo("3.84");
    assertThat(get(end.transactionId()).cost()).isEqualByComparingTo("3.84");
    assertThat(get(end.transactionId()).currency()).isEqualTo("EUR");
  }

  /** OCPP 1.6 has no way to tell a station. */
  @Test
  void shouldChargeTransactionsOf16WhenTheyHaveEnded() {
    create(tariff("T", "0.30"));
    assign(AssignmentKind.Token, "tag-CS", "T");
    long id = running("CS");
    assertThat(get(id).cost()).isNull();
    stop("CS", id, 6_000, 20);
    // 5 kWh, 20 minutes: (0.50 + 1.50 + 1.20) * 1.2
    await().untilAsserted(() -> assertThat(get(id).cost()).isEqualByComparingTo("3.84"));
    assertThat(get(id).currency()).isEqualTo("EUR");
  }

  @Test
  void shouldChargeACorrectedEndByTheTariffThatWasChosen() {
    create(tariff("T", "0.30"));
    assign(AssignmentKind.Charger, "CS", "T");
    long first = started("CS", 1, "TAG", BEGIN, 1_000).transactionId();
    meter("CS", 1, first, register(10, "3000"));
    // A new start on the connector ends it where it was last heard.
    long second = started("CS", 1, "OTHER", minute(30), 3_000).transactionId();
    await().untilAsserted(() -> assertThat(get(first).cost()).isEqualByComparingTo("2.04"));
    assertThat(get(second).cost()).isNull();

    await(bus.request(Tariffs.UNASSIGN, new AssignmentKey(AssignmentKind.Charger, "CS")));
    stop("CS", first, 6_000, 20);
    await().untilAsserted(() -> assertThat(get(first).cost()).isEqualByComparingTo("3.84"));
    stop("CS", second, 4_000, 40);
    assertThat(get(second).cost()).as("no tariff").isNull();
  }

  @Test
  void shouldTellNoCostWithoutATariffAndOnlyTheFinalOneWhereThatIsWanted() {
    assertThat(tell(started(0, 0).of("CS", "FREE").on(1, 1)).totalCost()).isNull();
    assertThat(tell(ended(1, 1).of("CS", "FREE")).totalCost()).isNull();
    create(tariff("T", "0.30", RunningCost.Never, 0, null));
    assign(AssignmentKind.Charger, "CS", "T");
    assertThat(tell(started(0, 0).of("CS", "PAID").on(1, 1)).totalCost()).isNull();
    assertThat(tell(ended(1, 0).of("CS", "PAID")).totalCost())
        .as("of an energy that is not known")
        .isNull();
    assertThat(tell(started(0, 1).of("CS", "METERED").on(1, 1).read("7")).totalCost()).isNull();
    assertThat(tell(ended(1, 1).of("CS", "METERED")).totalCost()).isEqualByComparingTo("0.60");
  }

  @Test
  void shouldHaveTheRunningCostSentAtItsInterval() {
    create(tariff("T", "0.30", RunningCost.Command, 60, null));
    assign(AssignmentKind.Default, "", "T");
    assertThat(tell(started(0, 0).on(1, 1).read("0")).totalCost()).isNull();
    clock.advance(Duration.ofSeconds(59));
    tell(updated(1, 1).read("500"));
    clock.advance(Duration.ofSeconds(1));
    tell(updated(2, 2).read("1000"));
    await()
        .untilAsserted(
            () ->
                assertThat(events)
                    .filteredOn(event -> event.happening() instanceof CostDue)
                    .map(event -> ((CostDue) event.happening()).totalCost().toPlainString())
                    .containsExactly("0.60", "1.10"));
  }

  @Test
  void shouldPreferTheTokensTariffToTheChargersToTheDefault() {
    create(tariff("DEFAULT", "0.1"));
    create(tariff("CHARGER", "0.2"));
    create(tariff("TOKEN", "0.3"));
    assertThat(applicable("CS", "TAG")).isNull();
    assign(AssignmentKind.Default, "", "DEFAULT");
    assertThat(applicable("CS", "TAG")).isEqualTo("DEFAULT");
    assign(AssignmentKind.Charger, "CS", "CHARGER");
    assertThat(applicable("CS", "TAG")).isEqualTo("CHARGER");
    assign(AssignmentKind.Token, "Tag", "TOKEN");
    assertThat(applicable("CS", "TAG")).as("letter case does not matter").isEqualTo("TOKEN");
    assertThat(applicable("CS", null)).isEqualTo("CHARGER");
    assertThat(applicable("OTHER", null)).isEqualTo("DEFAULT");
    await(bus.request(Tariffs.UNASSIGN, new AssignmentKey(AssignmentKind.Token, "TAG")));
    assertThat(applicable("CS", "TAG")).isEqualTo("CHARGER");
    await(bus.request(Tariffs.DELETE, new TariffKey("CHARGER")));
    assertThat(applicable("CS", "TAG")).isEqualTo("DEFAULT");
    assertThat(
            await(bus.request(Tariffs.LIST_ASSIGNMENTS, new AssignmentQuery(null, 10, null)))
                .items())
        .containsExactly(new Assignment(AssignmentKind.Default, "", "DEFAULT"));
  }

  @Test
  void shouldTakeTheTokensTariffWhenTheTokenIsToldAfterTheCable() {
    create(tariff("DEFAULT", "0.1"));
    create(tariff("TOKEN", "1"));
    assign(AssignmentKind.Default, "", "DEFAULT");
    assign(AssignmentKind.Token, "TAG", "TOKEN");
    tell(started(0, 0).because("CablePluggedIn").on(1, 1).read("0"));
    var answer = tell(updated(1, 0).because("Authorized").by("TAG").read("1000"));
    assertThat(answer.totalCost()).isEqualByComparingTo("1.80");
    assertThat(answer.personalMessage()).isEqualTo("1 EUR a kWh");
    await(bus.request(Tariffs.REPLACE, tariff("TOKEN", "100")));
    assertThat(tell(updated(2, 0).read("1000")).totalCost())
        .as("a running transaction keeps its prices")
        .isEqualByComparingTo("1.80");
  }

  @Test
  void shouldLeaveTheCostToAStationThatCountsItItself() {
    create(tariff("T", "0.30"));
    assign(AssignmentKind.Default, "", "T");
    String details =
        "{\"totalCost\":{\"currency\":\"CHF\",\"typeOfCost\":\"NormalCost\",\"total\":{\"exclTax\":10,\"inclTax\":10.81}}}";
    tell(started(0, 0).on(1, 1));
    var end =
        tell(
            ended(1, 10)
                .detail(
                    new EventDetail(null, null, null, null, null, null, "LOCAL", null, details)));
    assertThat(end.totalCost()).isNull();
    assertThat(get(end.transactionId()).cost()).isEqualByComparingTo("10.81");
    assertThat(get(end.transactionId()).currency()).isEqualTo("CHF");
    assertThat(history(end.transactionId()).detail().costDetails()).isEqualTo(details);
  }

  @Test
  void shouldLimitATransactionAsItsTariffSays() {
    Limit limit = new Limit(new BigDecimal("10"), null, null, null);
    create(tariff("T", "0.30", RunningCost.Answer, 0, limit));
    assign(AssignmentKind.Default, "", "T");
    assertThat(tell(started(0, 0).on(1, 1)).limit()).isEqualTo(limit);
    EventDetail taken = new EventDetail(null, null, null, null, null, null, null, limit, null);
    assertThat(tell(updated(1, 1).because("LimitSet").detail(taken)).limit()).isNull();
    assertThat(tell(updated(2, 2)).limit()).isNull();
  }

  @Test
  void shouldOnlyHoldWhileItIsValid() {
    TariffData old = tariff("OLD", "0.30");
    create(
        new TariffData(
            "OLD",
            "EUR",
            old.energyPricePerKwh(),
            old.timePrice(),
            old.timeUnit(),
            old.fixedFee(),
            old.taxes(),
            null,
            Instant.parse("2026-01-01T00:00:00Z"),
            null,
            RunningCost.Never,
            0,
            null,
            null));
    assign(AssignmentKind.Charger, "CS", "OLD");
    create(tariff("NOW", "0.40"));
    assign(AssignmentKind.Default, "", "NOW");
    assertThat(applicable("CS", null)).isEqualTo("NOW");
  }

  @Test
  void shouldFindTheTariffThatTheStationIsToCountBy() {
    Asked asked = new Asked("CS", "TAG");
    TariffData ours = tariff("OURS", "0.30");
    create(ours);
    assign(AssignmentKind.Default, "", "OURS");
    assertThat(await(bus.request(Tariffs.APPLICABLE, asked)).tariff().stationTariff()).isNull();
    String told = "{\"currency\":\"EUR\",\"tariffId\":\"DRIVER\"}";
    create(
        new TariffData(
            "DRIVER",
            "EUR",
            ours.energyPricePerKwh(),
            ours.timePrice(),
            ours.timeUnit(),
            ours.fixedFee(),
            ours.taxes(),
            null,
            null,
            null,
            RunningCost.Never,
            0,
            null,
            told));
    assign(AssignmentKind.Token, "TAG", "DRIVER");
    Tariff found = await(bus.request(Tariffs.APPLICABLE, asked)).tariff();
    assertThat(found).isNotNull();
    assertThat(found.stationTariff()).isEqualTo(told);
    assertThat(await(bus.request(Tariffs.APPLICABLE, new Asked("CS", "OTHER"))).tariff().id())
        .as("the tariff of another")
        .isEqualTo("OURS");
    await(bus.request(Tariffs.REPLACE, tariff("DRIVER", "0.30")));
    assertThat(await(bus.request(Tariffs.APPLICABLE, asked)).tariff().stationTariff()).isNull();
  }

  @Test
  void shouldRoundAsTheCurrencyDoesAndOnlyAtTheEnd() {
    TariffData yen =
        new TariffData(
            "Y",
            "JPY",
            new BigDecimal("33.333333"),
            BigDecimal.ZERO,
            TimeUnit.Hour,
            BigDecimal.ZERO,
            List.of(),
            null,
            null,
            null,
            RunningCost.Never,
            0,
            null,
            null);
    assertThat(Pricing.cost(create(yen), new BigDecimal("3000"), Duration.ofHours(1)).amount())
        .isEqualTo(new BigDecimal("100"));
  }

  @Test
  void shouldMakeNoCostOfAnEnergyThatIsNotKnownUnlessItHasNoPrice() {
    TariffData session =
        new TariffData(
            "S",
            "EUR",
            BigDecimal.ZERO,
            BigDecimal.ONE,
            TimeUnit.Hour,
            new BigDecimal("0.5"),
            List.of(),
            null,
            null,
            null,
            RunningCost.Never,
            0,
            null,
            null);
    assertThat(Pricing.known(create(session), null, Duration.ofHours(2)))
        .isEqualTo(new Pricing.Money(new BigDecimal("2.50"), "EUR"));
    assertThat(Pricing.known(create(tariff("E", "0.30")), null, Duration.ofHours(2))).isNull();
  }

  @Test
  void shouldRefuseWhatIsNoTariff() {
    assertThatThrownBy(() -> create(tariff(" ", "1"))).hasMessageContaining("characters");
    assertThatThrownBy(() -> create(tariff("T", "-1"))).hasMessageContaining("from 0");
    create(tariff("T", "1"));
    assertThatThrownBy(() -> create(tariff("T", "1")))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT));
    assertThatThrownBy(() -> assign(AssignmentKind.Default, "", "NONE"))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
    assertThatThrownBy(() -> assign(AssignmentKind.Charger, "", "T"))
        .isInstanceOf(GalvanException.class);
    assertThat(await(bus.request(Tariffs.LIST, new TariffQuery(10, null))).items())
        .extracting(Tariff::id)
        .containsExactly("T");
  }
}
