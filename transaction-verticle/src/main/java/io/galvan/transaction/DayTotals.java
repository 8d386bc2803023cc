package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Totals;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The fleet's charging now and since midnight UTC. A day may have a million ends: where it takes
 * long to add them up, their sum is kept for a while, and what ended since is added to it.
 */
final class DayTotals {
  /** What takes no longer is added up anew for whoever asks. */
  private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Else an answer holds so many times as long as it took, */
  private static final int REST = 10;

  /** and a sum of what ended before so many times; then it has what was told late, too. */
  private static final int REST_OF_ENDED = 200;

  /** Ends are in the database by then, unless a station tells them late. */
  private static final Duration STORED = Duration.ofSeconds(10);

  private final Clock clock;
  private final Pool pool;
  private final LongSupplier nanos;
  private Future<Totals> totals = Future.succeededFuture();
  private boolean slow;
  private long totalsUntil;
  private Ended kept = new Ended(Instant.EPOCH, 0, BigDecimal.ZERO, 0, 0);

  /**
   * What ended from midnight until then.
   *
   * @param notMetered of how many the energy is not known
   * @param keptNanos when it is to be added up anew
   */
  private record Ended(
      Instant until, long number, BigDecimal energyWh, long notMetered, long keptNanos) {}

  DayTotals(Clock clock, Pool pool) {
    this(clock, pool, System::nanoTime);
  }

  /**
   * @param nanos what System.nanoTime is, for how long things take
   */
  DayTotals(Clock clock, Pool pool, LongSupplier nanos) {
    this.clock = clock;
    this.pool = pool;
    this.nanos = nanos;
  }

  /** The totals; while they are slow to add up, the last ones for a while. */
  Future<Totals> now() {
    if (slow && (!totals.isComplete() || nanos.getAsLong() - totalsUntil < 0)) {
      return totals;
    }
    long start = nanos.getAsLong();
    totals =
        addUp()
            .onComplete(
                (ok, failure) -> {
                  long end = nanos.getAsLong();
                  slow = failure == null && end - start > QUICK_NANOS;
                  totalsUntil = end + REST * (end - start);
                });
    return totals;
  }

  private Future<Totals> addUp() {
    long start = nanos.getAsLong();
    Instant now = clock.instant();
    Instant midnight = now.truncatedTo(ChronoUnit.DAYS);
    boolean holds = kept.until().isAfter(midnight) && start - kept.keptNanos() < 0;
    Ended before = holds ? kept : new Ended(midnight, 0, BigDecimal.ZERO, 0, 0);
    Instant until = now.minus(STORED);
    return pool.preparedQuery(
            """
            select r.n as running, r.power, r.energy as running_energy, r.not_metered as running_not_metered, e.*
            from (select count(*) as n, coalesce(sum(power_w), 0) as power,
                    coalesce(sum(energy_wh) filter (where started_at >= $1), 0) as energy,
                    count(*) filter (where started_at >= $1 and energy_wh is null) as not_metered
                  from transaction where running) r,
                 (select count(*) as ended, coalesce(sum(energy_wh), 0) as energy,
                    count(*) filter (where energy_wh is null) as not_metered,
                    count(*) filter (where stopped_at < $4) as ended_before,
                    count(*) filter (where stopped_at < $4 and energy_wh is null) as not_metered_before,
                    coalesce(sum(energy_wh) filter (where stopped_at < $4), 0) as energy_before
                  from transaction where not running and stopped_at >= $2 and stopped_at < $3) e
            """)
        .execute(
            Tuple.of(
                Sql.time(midnight),
                Sql.time(before.until()),
                Sql.time(midnight.plus(1, ChronoUnit.DAYS)),
                Sql.time(until)))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              long end = nanos.getAsLong();
              if (!holds && end - start > QUICK_NANOS) {
                kept =
                    new Ended(
                        until,
                        row.getLong("ended_before"),
                        row.getBigDecimal("energy_before"),
                        row.getLong("not_metered_before"),
                        end + REST_OF_ENDED * (end - start));
              }
              return new Totals(
                  row.getLong("running"),
                  row.getBigDecimal("power"),
                  before.number() + row.getLong("ended"),
                  before
                      .energyWh()
                      .add(row.getBigDecimal("energy"))
                      .add(row.getBigDecimal("running_energy")),
                  before.notMetered()
                      + row.getLong("not_metered")
                      + row.getLong("running_not_metered"));
            });
  }
}
