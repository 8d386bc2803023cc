package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.galvan.contract.transaction.Summaries;
import io.galvan.contract.transaction.Summaries.By;
import io.galvan.contract.transaction.Summaries.Cost;
import io.galvan.contract.transaction.Summaries.Sum;
import io.galvan.contract.transaction.Summaries.Summary;
import io.galvan.contract.transaction.Summaries.SummaryQuery;
import io.galvan.platform.db.Schema;
import io.galvan.platform.error.GalvanException;
import io.vertx.sqlclient.Pool;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sums over transactions, in the days and months of a time zone. */
class SummaryTest extends TransactionFixture {
  private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");

  /** Two at each side of midnight in Berlin, one without energy, one that runs, two currencies. */
  private void store() {
    Pool pool = platform.database().pool(vertx, Schema.transaction);
    await(
        pool.query(
                """
                insert into transaction (charger_id, connector_id, id_token, token_status, running,
                  started_at, stopped_at, energy_wh, cost, currency, received_at, updated_at)
                values
                  ('A', 1, 'Tag', 'Accepted', false, '2026-03-31T21:59:59Z', '2026-03-31T23:00:00Z', 1000.5, 1.10, 'EUR', now(), now()),
                  ('A', 1, 'TAG', 'Accepted', false, '2026-03-31T22:00:00Z', '2026-03-31T22:30:00Z', 2000, 2.20, 'EUR', now(), now()),
                  ('B', 1, null, null, false, '2026-04-01T10:00:00Z', '2026-04-01T10:00:10Z', null, null, null, now(), now()),
                  ('B', 2, 'x', 'Accepted', false, '2026-04-01T11:00:00Z', '2026-04-01T11:00:10Z', 500, 3, 'CHF', now(), now()),
                  ('B', 1, 'x', 'Accepted', true, '2026-04-01T12:00:00Z', null, 7, null, null, now(), now())
                """)
            .execute());
    await(
        pool.query(
                """
                insert into transaction_detail (transaction_id, tariff)
                select id, '{"id": "night"}' from transaction where charger_id = 'A'
                """)
            .execute());
    await(pool.close());
  }

  private Summary sums(By by, String zone, int limit) {
    return ask(new SummaryQuery(by, JANUARY, MAY, zone, null, null, limit));
  }

  private Summary ask(SummaryQuery query) {
    return await(bus.request(Summaries.SUMMARIZE, query));
  }

  private static Sum sum(
      @Nullable String key,
      long count,
      long running,
      @Nullable String energyWh,
      long notMetered,
      long durationS,
      long withoutCost,
      Cost... costs) {
    return new Sum(
        key,
        count,
        running,
        energyWh == null ? null : new BigDecimal(energyWh),
        notMetered,
        durationS,
        withoutCost,
        List.of(costs));
  }

  private static Cost cost(String currency, String amount) {
    return new Cost(currency, new BigDecimal(amount));
  }

  @Test
  void shouldSumUpDaysAndMonthsWhereTheyBeginInTheZone() {
    store();
    Sum evening = sum("2026-03-31", 1, 0, "1000.5", 0, 3601, 0, cost("EUR", "1.10"));
    Summary berlin = sums(By.day, "Europe/Berlin", 100);
    assertThat(berlin.items())
        .containsExactly(
            evening,
            sum("2026-04-01", 4, 1, "2507", 1, 1820, 2, cost("CHF", "3"), cost("EUR", "2.20")));
    assertThat(berlin.total())
        .isEqualTo(sum(null, 5, 1, "3507.5", 1, 5421, 2, cost("CHF", "3"), cost("EUR", "3.30")));
    assertThat(berlin.keys()).isEqualTo(2);
    assertThat(sums(By.month, "Europe/Berlin", 100).items())
        .extracting(Sum::key, Sum::count)
        .containsExactly(tuple("2026-03", 1L), tuple("2026-04", 4L));
    assertThat(sums(By.day, "UTC", 100).items().get(0).count()).isEqualTo(2);
  }

  @Test
  void shouldSumUpStationsTokensAndTariffsMostFirst() {
    store();
    assertThat(sums(By.charger, "UTC", 100).items()).extracting(Sum::key).containsExactly("B", "A");
    assertThat(sums(By.token, "UTC", 100).items())
        .extracting(Sum::key)
        .containsExactly("tag", "x", null);
    assertThat(sums(By.tariff, "UTC", 100).items())
        .extracting(Sum::key)
        .containsExactly(null, "night");
  }

  @Test
  void shouldTellTheTotalBeyondTheLimit() {
    store();
    Summary one = sums(By.charger, "UTC", 1);
    assertThat(one.items()).extracting(Sum::key).containsExactly("B");
    assertThat(one.keys()).isEqualTo(2);
    assertThat(one.total().count()).isEqualTo(5);
  }

  @Test
  void shouldSumUpOneStationOrToken() {
    store();
    assertThat(ask(new SummaryQuery(By.day, JANUARY, MAY, "UTC", "B", null, 10)).total().count())
        .isEqualTo(3);
    assertThat(ask(new SummaryQuery(By.day, JANUARY, MAY, "UTC", null, "tAg", 10)).total().count())
        .isEqualTo(2);
  }

  @Test
  void shouldAddUpNothingToNothing() {
    Summary none = sums(By.day, "UTC", 10);
    assertThat(none.items()).isEmpty();
    assertThat(none.total()).isEqualTo(sum(null, 0, 0, null, 0, 0, 0));
  }

  @Test
  void shouldRefuseWhatIsTooLongOrNoZone() {
    assertField(
        "from",
        new SummaryQuery(
            By.day, JANUARY, JANUARY.plusSeconds(367 * 86_400L), "UTC", null, null, 1));
    assertField("from", new SummaryQuery(By.day, MAY, JANUARY, "UTC", null, null, 1));
    assertField("zone", new SummaryQuery(By.day, JANUARY, MAY, "Europe/Nowhere", null, null, 1));
    assertField("zone", new SummaryQuery(By.day, JANUARY, MAY, "UTC'", null, null, 1));
    assertField("limit", new SummaryQuery(By.day, JANUARY, MAY, "UTC", null, null, 1_001));
  }

  private void assertField(String field, SummaryQuery query) {
    assertThatThrownBy(() -> ask(query))
        .isInstanceOfSatisfying(GalvanException.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
