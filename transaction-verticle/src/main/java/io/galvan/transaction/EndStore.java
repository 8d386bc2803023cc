package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.InferredEnd;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.platform.db.Sql;
import io.galvan.transaction.TransactionStore.VerdictStart;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends of transactions that no station told. A statement that looks its transactions up by key asks
 * {@code running is not false} after: {@code where running} would fit the partial index of all that
 * runs, which PostgreSQL then goes through instead (docs/adr/0022).
 */
final class EndStore {
  // Every statement takes its rows in the order of their ids, as stops and meters do: two that want
  // the same ones then never wait for each other. Rows are found in a lateral select with an
  // offset, so that no plan starts from all that runs: while few transactions run, that looks
  // cheaper.

  /** In one go; the rest waits for the next. */
  private static final int PIECE = 500;

  /**
   * What an inferred end sets; it lies where the meter was last heard, and the register is the last
   * one that was read.
   */
  private static final String END =
      """
      running = false, doubted_at = null, power_w = 0,
      meter_stop_wh = (
        select round((s.register #>> '{now,last}')::numeric)::bigint
        from (select coalesce(t.meter_state::json #>> '{energy,guessed}', t.meter_state::json #>> '{energy,told}')::json
          -> 'register' as register) s
        where s.register #>> '{now,read}' = 'true'),
      """;

  /** Ends what runs at these connectors or EVSEs and began before; only 2.x knows EVSEs. */
  private static final String OLDER =
      """
      with started as (
        select charger_id, place, max(started_at) as seen_at
        from unnest($1::text[], $2::int[], $3::timestamptz[]) as s (charger_id, place, started_at)
        group by 1, 2
      ),
      found as (
        select r.id, s.seen_at
        from started s cross join lateral (
          select id from transaction
          where running_on = s.charger_id and %s = s.place and started_at < s.seen_at
          offset 0) r
      ),
      older as (
        select t.id, f.seen_at from transaction t join found f on t.id = f.id
        where t.running is not false order by t.id for update of t
      )
      update transaction t set
      """
          + END
          + """
          inferred_end = 'NewStart', updated_at = $4,
            stopped_at = greatest(t.started_at, t.metered_at)
          from older s where t.id = s.id
          returning t.*, s.seen_at
          """;

  /**
   * Something that says that transactions cannot run any more.
   *
   * @param connectorId 0 is the whole station
   * @param before only transactions that started no later than this end
   * @param seenAt when it was so
   * @param endsThen whether the transaction ended just then, and not when its meter was last heard
   * @param evenDoubted also those whose station has booted and may still tell their end
   */
  record Ending(
      String chargerId,
      int connectorId,
      Instant before,
      Instant seenAt,
      boolean endsThen,
      boolean evenDoubted,
      InferredEnd why) {}

  /** A status of a connector, at its own time. */
  record Status(String chargerId, int connectorId, String status, Instant at) {}

  record StatusOf(long transactionId, Status status) {}

  record Boot(String chargerId, Instant at) {}

  /** A transaction that was ended, and when that was seen. */
  record Ended(Transaction transaction, Instant seenAt) {}

  /** Ends older running transactions of the connectors on which these start. */
  Future<List<Ended>> endOlder(SqlClient sql, List<VerdictStart> starts, Instant now) {
    return sql.preparedQuery(OLDER.formatted("connector_id"))
        .execute(
            Tuple.of(
                Sql.texts(starts, item -> TransactionStore.id(item.start().chargerId())),
                Sql.ints(starts, item -> item.start().connectorId()),
                Sql.times(starts, item -> item.time().at()),
                Sql.time(now)))
        .map(EndStore::ended);
  }

  /** The same for the EVSEs of OCPP 2.x. */
  Future<List<Ended>> endOlderOfEvses(SqlClient sql, List<Transaction> started, Instant now) {
    return sql.preparedQuery(OLDER.formatted("evse_id"))
        .execute(
            Tuple.of(
                Sql.texts(started, Transaction::chargerId),
                Sql.ints(started, Transaction::evseId),
                Sql.times(started, Transaction::startedAt),
                Sql.time(now)))
        .map(EndStore::ended);
  }

  /** Ends the running transactions that these say cannot run any more. */
  Future<List<Ended>> end(SqlClient sql, List<Ending> endings, Instant now) {
    return sql.preparedQuery(
            """
            with found as (
              select r.id, e.seen_at, e.ends_then, e.even_doubted, e.why
              from unnest($1::text[], $2::int[], $3::timestamptz[], $4::timestamptz[], $5::boolean[], $6::boolean[], $7::text[])
                  as e (charger_id, connector_id, before, seen_at, ends_then, even_doubted, why)
                cross join lateral (
                  select id from transaction
                  where running_on = e.charger_id
                    and (e.connector_id = 0 or connector_id = e.connector_id)
                    and started_at <= e.before
                    -- The status of a connector says nothing of a transaction of OCPP 2.x.
                    and (station_transaction_id is null or e.why in ('Disconnected', 'Removed'))
                  offset 0) r
            ),
            over as (
              select t.id, f.seen_at, f.ends_then, f.why from transaction t join found f on t.id = f.id
              where t.running is not false and (f.even_doubted or t.doubted_at is null)
              order by t.id for update of t
            )
            update transaction t set
            """
                + END
                + """
                inferred_end = e.why, updated_at = $8,
                  stopped_at = greatest(t.started_at, t.metered_at, case when e.ends_then then e.seen_at end)
                from over e where t.id = e.id
                returning t.*, e.seen_at
                """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.texts(endings, Ending::chargerId))
                .addValue(Sql.ints(endings, Ending::connectorId))
                .addValue(Sql.times(endings, Ending::before))
                .addValue(Sql.times(endings, Ending::seenAt))
                .addValue(Sql.flags(endings, Ending::endsThen))
                .addValue(Sql.flags(endings, Ending::evenDoubted))
                .addValue(Sql.texts(endings, ending -> ending.why().name()))
                .addValue(Sql.time(now)))
        .map(EndStore::ended);
  }

  /**
   * The transactions that were known when the station booted, and of which nothing was heard since,
   * may be over.
   */
  Future<?> doubt(SqlClient sql, List<Boot> boots) {
    return sql.preparedQuery(
            """
            with booted as (
              select charger_id, max(at) as at
              from unnest($1::text[], $2::timestamptz[]) as b (charger_id, at) group by 1
            ),
            found as (
              select r.id, b.at from booted b cross join lateral (
                select id from transaction where running_on = b.charger_id offset 0) r
            ),
            doubtful as (
              select t.id, f.at from transaction t join found f on t.id = f.id
              where t.running is not false and t.received_at < f.at
                and t.doubted_at is null and (t.metered_at is null or t.metered_at <= f.at)
              order by t.id for update of t
            )
            update transaction t set doubted_at = d.at from doubtful d where t.id = d.id
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.texts(boots, Boot::chargerId))
                .addValue(Sql.times(boots, Boot::at)));
  }

  /** The status says that the charging goes on. */
  Future<?> trust(SqlClient sql, List<StatusOf> statuses) {
    return sql.preparedQuery(
            """
            with trusted as (
              select t.id from transaction t
                join unnest($1::bigint[], $2::timestamptz[]) as s (id, at) on t.id = s.id
              where t.doubted_at < s.at
              order by t.id for update of t
            )
            update transaction t set doubted_at = null from trusted s where t.id = s.id
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.longs(statuses, StatusOf::transactionId))
                .addValue(Sql.times(statuses, of -> of.status().at())));
  }

  /** Ends transactions that have been doubted since before this time. */
  Future<List<Ended>> endDoubted(SqlClient sql, Instant before, Instant now) {
    return sql.preparedQuery(
            "update transaction t set "
                + END
                + """
                inferred_end = 'Boot', updated_at = $3,
                  stopped_at = greatest(t.started_at, t.metered_at)
                from (select id, doubted_at as seen_at from transaction
                      where running and doubted_at <= $1 order by doubted_at limit $2
                      for update skip locked) d
                where t.id = d.id
                returning t.*, d.seen_at
                """)
        .execute(Tuple.of(Sql.time(before), PIECE, Sql.time(now)))
        .map(EndStore::ended);
  }

  /**
   * Of which transaction each status tells: the newest of its connector that started before. What
   * tells of none is left out.
   */
  Future<List<StatusOf>> ofStatuses(SqlClient sql, List<Status> statuses) {
    return sql.preparedQuery(
            """
            select s.n, t.id
            from unnest($1::text[], $2::int[], $3::timestamptz[]) with ordinality as s (charger_id, connector_id, at, n)
            join lateral (select id, running, stopped_at from transaction
                          where charger_id = s.charger_id and connector_id = s.connector_id and started_at <= s.at
                            and station_transaction_id is null
                          order by started_at desc, id desc limit 1) t
              on t.running or s.at <= t.stopped_at
            """)
        .execute(
            Tuple.of(
                Sql.texts(statuses, Status::chargerId),
                Sql.ints(statuses, Status::connectorId),
                Sql.times(statuses, Status::at)))
        .map(
            rows -> {
              List<StatusOf> found = new ArrayList<>(rows.size());
              for (Row row : rows) {
                found.add(new StatusOf(row.getLong("id"), statuses.get(row.getInteger("n") - 1)));
              }
              return found;
            });
  }

  private static List<Ended> ended(RowSet<Row> rows) {
    List<Ended> ended = new ArrayList<>(rows.size());
    for (Row row : rows) {
      ended.add(new Ended(TransactionStore.transaction(row), Sql.instant(row, "seen_at")));
    }
    return ended;
  }
}
