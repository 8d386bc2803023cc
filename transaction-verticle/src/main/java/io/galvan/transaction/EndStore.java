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
 * runs, which PostgreSQL then goes through instead (docs/adr/0012).
 */
final class EndStore {
  // Every statement takes its rows in the order of their ids, as stops and meters do: two that want
  // the same ones then never wait for each other. Rows are found in a lateral select with an
  // offset, so that no plan starts from all that runs: while few transactions run, that looks
  // cheaper.

  /** In one go; the rest waits for the next. */
  static final int PIECE = 500;

  /**
   * What an inferred end sets; it lies where the meter was last heard, and the register is the last
   * one that was read. {@code :now} stands for the parameter of now, {@code :final} for when it is
   * told as the end.
   */
  static final String END =
      """
      running = false, doubted_at = null, over_due = null, power_w = 0, updated_at = :now,
      final_due = case when t.stop_told then null else :final::timestamptz end,
      meter_stop_wh = (
        select round((s.register #>> '{now,last}')::numeric)::bigint
        from (select coalesce(t.meter_state::json #>> '{energy,guessed}', t.meter_state::json #>> '{energy,told}')::json
          -> 'register' as register) s
        where s.register #>> '{now,read}' = 'true'),
      """;

  /** Ends what runs at these connectors or EVSEs and began before; only 2.x knows EVSEs. */
  private static final String OLDER =
      ("""
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
          inferred_end = 'NewStart', over_at = s.seen_at,
            stopped_at = greatest(t.started_at, t.metered_at)
          from older s where t.id = s.id
          returning t.*, s.seen_at
          """)
          .replace(":now", "$4")
          .replace(":final", "$5");

  /**
   * Something that says that transactions cannot run any more.
   *
   * @param connectorId 0 is the whole station
   * @param before only transactions that started no later than this end
   * @param seenAt when it was so
   * @param toldAt when it was heard: only transactions that were told before end
   * @param evenDoubted also those whose station has booted and may still tell their end
   */
  record Ending(
      String chargerId,
      int connectorId,
      Instant before,
      Instant seenAt,
      Instant toldAt,
      boolean evenDoubted,
      InferredEnd why) {
    /** A status may be contradicted by what follows it. */
    boolean waits() {
      return why == InferredEnd.Available || why == InferredEnd.Unavailable;
    }
  }

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
                Sql.time(now),
                Sql.time(now.plus(EndPolicy.FINAL_AFTER))))
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
                Sql.time(now),
                Sql.time(now.plus(EndPolicy.FINAL_AFTER))))
        .map(EndStore::ended);
  }

  /** Ends the running transactions that these say cannot run any more. */
  Future<List<Ended>> end(SqlClient sql, List<Ending> endings, Instant now) {
    return sql.preparedQuery(
            ("""
            with found as (
              select r.id, e.seen_at, e.why from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::text[])
                  as e (charger_id, before, seen_at, why)
                cross join lateral (
                  select id from transaction where running_on = e.charger_id and started_at <= e.before offset 0) r
            ),
            over as (
              select t.id, f.seen_at, f.why from transaction t join found f on t.id = f.id
              where t.running is not false order by t.id for update of t
            )
            update transaction t set
            """
                    + END
                    + """
                    inferred_end = e.why, over_at = e.seen_at, stopped_at = greatest(t.started_at, t.metered_at)
                    from over e where t.id = e.id
                    returning t.*, e.seen_at
                    """)
                .replace(":now", "$5")
                .replace(":final", "$6"))
        .execute(
            Tuple.of(
                Sql.texts(endings, Ending::chargerId),
                Sql.times(endings, Ending::before),
                Sql.times(endings, Ending::seenAt),
                Sql.texts(endings, ending -> ending.why().name()),
                Sql.time(now),
                Sql.time(now.plus(EndPolicy.FINAL_AFTER))))
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

  /** The status says that the charging goes on; gives the transactions that have ended before. */
  Future<List<Ended>> trust(SqlClient sql, List<StatusOf> statuses, Instant now) {
    return sql.preparedQuery(
            """
            with told as (
              select id, max(at) as at from unnest($1::bigint[], $2::timestamptz[]) as s (id, at) group by 1
            ),
            trusted as (
              select t.id, s.at, not t.running as resumed, t.inferred_end, t.stopped_at
              from transaction t join told s on t.id = s.id
              where t.running or (t.inferred_end is not null and t.over_at < s.at)
              order by t.id for update of t
            )
            update transaction t set alive_at = greatest(t.alive_at, s.at),
              doubted_at = case when t.doubted_at >= s.at then t.doubted_at end,
              over_due = case when t.over_at >= s.at then t.over_due end,
              running = true,
              end_corrected = t.end_corrected or s.resumed,
              stop_told = t.stop_told or (s.resumed and t.final_due is null),
              inferred_end = null, stopped_at = null, meter_stop_wh = null, final_due = null,
              cost = case when not s.resumed then t.cost end,
              updated_at = case when s.resumed then $3 else t.updated_at end
            from trusted s where t.id = s.id
            returning t.*, s.resumed, s.at as seen_at
            """)
        .execute(
            Tuple.of(
                Sql.longs(statuses, StatusOf::transactionId),
                Sql.times(statuses, of -> of.status().at()),
                Sql.time(now)))
        .map(
            rows -> {
              List<Ended> resumed = new ArrayList<>();
              for (Row row : rows) {
                if (row.getBoolean("resumed")) {
                  resumed.add(
                      new Ended(TransactionStore.transaction(row), Sql.instant(row, "seen_at")));
                }
              }
              return resumed;
            });
  }

  /** Ends transactions that have been doubted since before this time. */
  Future<List<Ended>> endDoubted(SqlClient sql, Instant before, Instant now) {
    return sql.preparedQuery(
            ("update transaction t set "
                    + END
                    + """
                    inferred_end = 'Boot', over_at = d.seen_at,
                      stopped_at = greatest(t.started_at, t.metered_at)
                    from (select id, doubted_at as seen_at from transaction
                          where running and doubted_at <= $1 order by doubted_at limit $2
                          for update skip locked) d
                    where t.id = d.id
                    returning t.*, d.seen_at
                    """)
                .replace(":now", "$3")
                .replace(":final", "$4"))
        .execute(
            Tuple.of(
                Sql.time(before), PIECE, Sql.time(now), Sql.time(now.plus(EndPolicy.FINAL_AFTER))))
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
            join lateral (select id, running, stopped_at, inferred_end, over_at from transaction
                          where charger_id = s.charger_id and connector_id = s.connector_id and started_at <= s.at
                            and station_transaction_id is null
                          order by started_at desc, id desc limit 1) t
              on t.running or s.at <= t.stopped_at or (t.inferred_end = any($4) and t.over_at < s.at)
            """)
        .execute(
            Tuple.of(
                Sql.texts(statuses, Status::chargerId),
                Sql.ints(statuses, Status::connectorId),
                Sql.times(statuses, Status::at),
                EndPolicy.TAKEN_BACK.stream().map(Enum::name).toArray(String[]::new)))
        .map(
            rows -> {
              List<StatusOf> found = new ArrayList<>(rows.size());
              for (Row row : rows) {
                found.add(new StatusOf(row.getLong("id"), statuses.get(row.getInteger("n") - 1)));
              }
              return found;
            });
  }

  static List<Ended> ended(RowSet<Row> rows) {
    List<Ended> ended = new ArrayList<>(rows.size());
    for (Row row : rows) {
      ended.add(new Ended(TransactionStore.transaction(row), Sql.instant(row, "seen_at")));
    }
    return ended;
  }
}
