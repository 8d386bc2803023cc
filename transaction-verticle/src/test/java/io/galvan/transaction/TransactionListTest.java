package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionPage;
import io.galvan.contract.transaction.Transactions.TransactionQuery;
import io.galvan.contract.transaction.Transactions.TransactionSort;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransactionListTest extends TransactionFixture {
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
      if (sort == TransactionSort.stoppedAt) {
        continue;
      }
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

  private List<Long> all(TransactionQuery first) {
    List<Long> ids = new ArrayList<>();
    String cursor = null;
    do {
      TransactionPage page =
          await(
              bus.request(
                  Transactions.LIST,
                  new TransactionQuery(
                      null,
                      null,
                      null,
                      first.state(),
                      null,
                      null,
                      first.endedFrom(),
                      first.endedTo(),
                      first.updatedSince(),
                      first.sort(),
                      first.descending(),
                      2,
                      cursor)));
      page.items().forEach(item -> ids.add(item.id()));
      cursor = page.next();
    } while (cursor != null);
    return ids;
  }

  private static TransactionQuery query(
      @Nullable Instant endedFrom,
      @Nullable Instant endedTo,
      @Nullable Instant updatedSince,
      TransactionSort sort,
      boolean descending) {
    return new TransactionQuery(
        null,
        null,
        null,
        null,
        null,
        null,
        endedFrom,
        endedTo,
        updatedSince,
        sort,
        descending,
        2,
        null);
  }

  @Test
  void shouldListWhatEndedInTheOrderOfItsEnds() {
    long runs = running("RUNS");
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      long id = running("CP-" + i);
      ids.add(id);
      stop("CP-" + i, id, 2_000, 10 + i);
    }
    assertThat(all(query(null, null, null, TransactionSort.stoppedAt, false)))
        .isEqualTo(ids)
        .doesNotContain(runs);
    assertThat(all(query(minute(11), minute(13), null, TransactionSort.stoppedAt, true)))
        .containsExactly(ids.get(2), ids.get(1));
    assertThat(all(query(minute(11), minute(13), null, TransactionSort.startedAt, true)))
        .containsExactlyInAnyOrder(ids.get(1), ids.get(2));
  }

  @Test
  void shouldFindWhatWasChangedSinceWhetherItRunsOrHasEnded() {
    long old = running("OLD");
    stop("OLD", old, 2_000, 1);
    long corrected = running("CORRECTED");
    long runs = running("RUNS");
    clock.advance(Duration.ofMinutes(1));
    Instant since = clock.instant();
    meter("RUNS", 1, runs, register(1, "1500"));
    assertThat(get(runs).energyWh()).isNotNull();
    clock.advance(Duration.ofMinutes(1));
    stop("CORRECTED", corrected, 2_000, 2);
    assertThat(all(query(null, null, since, TransactionSort.updatedAt, false)))
        .containsExactly(runs, corrected);
    assertThat(all(query(null, null, since, TransactionSort.updatedAt, true)))
        .containsExactly(corrected, runs);
    assertThatThrownBy(() -> all(query(null, null, since, TransactionSort.startedAt, true)))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.field()).isEqualTo("sort"));
    assertThat(all(query(null, null, null, TransactionSort.updatedAt, false)))
        .containsExactly(old, runs, corrected);
    assertThat(all(query(null, null, null, TransactionSort.updatedAt, true)))
        .containsExactly(corrected, runs, old);
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
