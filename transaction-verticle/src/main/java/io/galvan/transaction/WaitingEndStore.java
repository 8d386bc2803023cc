package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.platform.db.Sql;
import io.galvan.transaction.EndStore.Boot;
import io.galvan.transaction.EndStore.Ended;
import io.galvan.transaction.EndStore.Ending;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ends that nobody told and that wait: transactions that seem to be over until something says
 * otherwise, and those that have ended by inference until that is told as the end. As in {@link
 * EndStore}, rows are taken in the order of their ids.
 */
final class WaitingEndStore {
  /**
   * A transaction that seems to be over and is not contradicted.
   *
   * @param since when that was heard
   * @param intervalS between its readings, in seconds; null when it had less than two
   */
  record Waiting(long id, String chargerId, Instant since, @Nullable Long intervalS) {}

  /**
   * The running transactions of OCPP 1.6 that these say are over wait for what says otherwise,
   * unless something has said so already. The status of a connector says nothing of a transaction
   * of OCPP 2.x.
   */
  Future<?> doubtEnds(SqlClient sql, List<Ending> endings) {
    return sql.preparedQuery(
            """
            with found as (
              select distinct on (r.id) r.id, e.seen_at, e.told_at, e.why, e.due
              from unnest($1::text[], $2::int[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::boolean[], $7::text[], $8::timestamptz[])
                with ordinality as e (charger_id, connector_id, before, seen_at, told_at, even_doubted, why, due, n)
                cross join lateral (
                  select id from transaction
                  where running_on = e.charger_id
                    and (e.connector_id = 0 or connector_id = e.connector_id)
                    and station_transaction_id is null
                    and started_at <= e.before and received_at <= e.told_at
                    and (e.even_doubted or doubted_at is null)
                    and (alive_at is null or alive_at <= e.seen_at)
                  offset 0) r
              order by r.id, e.n
            ),
            over as (
              select t.id, f.seen_at, f.told_at, f.why, f.due from transaction t join found f on t.id = f.id
              where t.running is not false and t.over_due is null order by t.id for update of t
            )
            update transaction t set over_at = e.seen_at, over_since = e.told_at, over_why = e.why,
              over_due = e.due
            from over e where t.id = e.id
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.texts(endings, Ending::chargerId))
                .addValue(Sql.ints(endings, Ending::connectorId))
                .addValue(Sql.times(endings, Ending::before))
                .addValue(Sql.times(endings, Ending::seenAt))
                .addValue(Sql.times(endings, Ending::toldAt))
                .addValue(Sql.flags(endings, Ending::evenDoubted))
                .addValue(Sql.texts(endings, ending -> ending.why().name()))
                .addValue(
                    Sql.times(endings, ending -> ending.toldAt().plus(EndPolicy.LEAST_WAIT))));
  }

  /** Stations that are back tell what waited in their queues before their transactions end. */
  Future<?> waitForQueues(SqlClient sql, List<Boot> arrivals) {
    return sql.preparedQuery(
            """
            with back as (
              select charger_id, max(at) as at
              from unnest($1::text[], $2::timestamptz[]) as b (charger_id, at) group by 1
            ),
            found as (
              select r.id, b.at from back b cross join lateral (
                select id from transaction where running_on = b.charger_id and over_due is not null offset 0) r
            ),
            waiting as (
              select t.id, f.at from transaction t join found f on t.id = f.id
              where t.running is not false and t.over_due < f.at
              order by t.id for update of t
            )
            update transaction t set over_due = w.at from waiting w where t.id = w.id
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.texts(arrivals, Boot::chargerId))
                .addValue(Sql.times(arrivals, arrival -> arrival.at().plus(EndPolicy.LEAST_WAIT))));
  }

  /** Some of the transactions whose shortest wait is over. */
  Future<List<Waiting>> due(SqlClient sql, Instant now) {
    return sql.preparedQuery(
            """
            select id, charger_id, over_since, (meter_state::json ->> 'intervalS')::bigint as interval_s
            from transaction where running and over_due <= $1 order by over_due limit $2
            """)
        .execute(Tuple.of(Sql.time(now), EndStore.PIECE))
        .map(
            rows -> {
              List<Waiting> due = new ArrayList<>(rows.size());
              for (Row row : rows) {
                due.add(
                    new Waiting(
                        row.getLong("id"),
                        row.getString("charger_id"),
                        Sql.instant(row, "over_since"),
                        row.getLong("interval_s")));
              }
              return due;
            });
  }

  /** Lets these wait until then, unless something has contradicted it meanwhile. */
  Future<?> postpone(SqlClient sql, List<Waiting> waiting, Function<Waiting, Instant> until) {
    return sql.preparedQuery(
            """
            with later as (
              select t.id, w.due from transaction t
                join unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) as w (id, since, due) on t.id = w.id
              where t.running is not false and t.over_due is not null and t.over_since = w.since
              order by t.id for update of t
            )
            update transaction t set over_due = l.due from later l where t.id = l.id
            """)
        .execute(
            Tuple.of(
                Sql.longs(waiting, Waiting::id),
                Sql.times(waiting, Waiting::since),
                Sql.times(waiting, until)));
  }

  /** Ends these, unless something has contradicted it meanwhile. */
  Future<List<Ended>> endWaiting(SqlClient sql, List<Waiting> waiting, Instant now) {
    return sql.preparedQuery(
            ("""
            with over as (
              select t.id from transaction t
                join unnest($1::bigint[], $2::timestamptz[]) as w (id, since) on t.id = w.id
              where t.running is not false and t.over_due <= $3 and t.over_since = w.since
              order by t.id for update of t
            )
            update transaction t set
            """
                    + EndStore.END
                    + """
                    inferred_end = t.over_why,
                      -- Available says that it ended just then; Unavailable says nothing of when.
                      stopped_at = greatest(t.started_at, t.metered_at, case when t.over_why = 'Available' then t.over_at end)
                    from over o where t.id = o.id
                    returning t.*, t.over_at as seen_at
                    """)
                .replace(":now", "$3")
                .replace(":final", "$4"))
        .execute(
            Tuple.of(
                Sql.longs(waiting, Waiting::id),
                Sql.times(waiting, Waiting::since),
                Sql.time(now),
                Sql.time(now.plus(EndPolicy.FINAL_AFTER))))
        .map(EndStore::ended);
  }

  /** The inferred ends that have stood long enough; they are not given again. */
  Future<List<Transaction>> finals(SqlClient sql, Instant now) {
    return sql.preparedQuery(
            """
            update transaction t set final_due = null, stop_told = true
            where id in (
              select id from transaction where final_due <= $1 order by final_due limit $2
              for update skip locked)
            returning t.*
            """)
        .execute(Tuple.of(Sql.time(now), EndStore.PIECE))
        .map(TransactionStore::transactions);
  }
}
