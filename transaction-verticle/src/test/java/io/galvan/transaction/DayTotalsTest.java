package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Totals;
import io.galvan.platform.db.Schema;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The day's totals of a database that is slow: each look at the watch is 30 ms later. */
class DayTotalsTest extends TransactionFixture {
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  private final AtomicLong watch = new AtomicLong();

  private void ended(String charger, int minute) {
    await(bus.request(Transactions.STOP, stopOf(charger, running(charger), 1_100, minute)));
  }

  @Test
  void shouldAddWhatEndedSinceToTheSumThatIsKept() {
    Pool pool = platform.database().pool(vertx, Schema.transaction);
    DayTotals day = new DayTotals(clock, pool, () -> watch.addAndGet(STEP_NANOS));
    ended("CP-1", 10);
    running("CP-2");
    assertTotals(day, 1, 1);

    // An answer holds for a while ...
    ended("CP-3", 12 * 60);
    assertTotals(day, 1, 1);
    // ... then what ended since is added, and what was told late is not seen yet.
    watch.addAndGet(40 * STEP_NANOS);
    ended("CP-4", 20);
    assertTotals(day, 1, 2);
    watch.addAndGet(500 * STEP_NANOS);
    assertTotals(day, 1, 3);

    clock.advance(Duration.ofHours(12));
    watch.addAndGet(500 * STEP_NANOS);
    assertTotals(day, 1, 0);
    await(pool.close());
  }

  private static void assertTotals(DayTotals day, int running, int ended) {
    Totals totals = await(day.now());
    assertThat(totals.running()).isEqualTo(running);
    assertThat(totals.endedToday()).isEqualTo(ended);
    assertThat(totals.energyTodayWh()).isEqualByComparingTo(Integer.toString(100 * ended));
  }
}
