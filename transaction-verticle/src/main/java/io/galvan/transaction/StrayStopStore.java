package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Stop;
import io.galvan.contract.transaction.UnassignedStops.UnassignedStop;
import io.galvan.platform.db.Sql;
import io.galvan.transaction.TransactionStore.Locked;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stops of OCPP 1.6 that name no transaction of their station, or contradict the one they name. */
final class StrayStopStore {
  private static final int TEXT_LENGTH = 500;

  /** What becomes of such a stop. */
  enum State {
    Waiting,
    Assigned,
    Dismissed,
    Contradicts
  }

  /** Keeps stops; gives the ids of those that were not kept before, null for the others. */
  Future<List<@Nullable Long>> keep(SqlClient sql, List<Stop> stops, State state, Instant now) {
    return sql.preparedQuery(
            """
            with given as (
              select * from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::text[], $6::text[])
                with ordinality as s (charger_id, transaction_id, stopped_at, meter, reason, token, n)
            ),
            kept as (
              insert into unknown_stop
                (charger_id, transaction_id, stopped_at, meter_stop_wh, stop_reason, stop_id_token, received_at, state)
              select charger_id, transaction_id, stopped_at, meter, reason, token, $7, $8 from given order by n
              on conflict do nothing
              returning id, charger_id, transaction_id, stopped_at, meter_stop_wh
            )
            select distinct on (k.id) k.id, g.n::int
            from kept k join given g on g.charger_id = k.charger_id and g.transaction_id = k.transaction_id
              and g.stopped_at = k.stopped_at and g.meter is not distinct from k.meter_stop_wh
            order by k.id, g.n
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.texts(stops, stop -> TransactionStore.id(stop.chargerId())))
                .addValue(Sql.longs(stops, Stop::transactionId))
                .addValue(Sql.times(stops, stop -> Times.stored(stop.stoppedAt())))
                .addValue(Sql.longs(stops, Stop::meterStopWh))
                .addValue(Sql.texts(stops, stop -> Sql.required(stop.reason(), TEXT_LENGTH)))
                .addValue(
                    Sql.texts(stops, stop -> Sql.text(stop.idToken(), TransactionStore.ID_LENGTH)))
                .addValue(Sql.time(now))
                .addValue(state.name()))
        .map(
            rows -> {
              List<@Nullable Long> ids = new ArrayList<>();
              stops.forEach(stop -> ids.add(null));
              for (Row row : rows) {
                ids.set(row.getInteger("n") - 1, row.getLong("id"));
              }
              return ids;
            });
  }

  /** What runs at these stations, and stays as it is until the unit of work ends. */
  Future<List<Locked>> running(SqlClient sql, List<String> chargerIds) {
    return sql.preparedQuery(
            """
            select * from transaction
            where id = any (array(
              select t.id from unnest($1::text[]) as c (charger_id) cross join lateral (
                select id from transaction
                where running_on = c.charger_id and station_transaction_id is null offset 0) t))
            order by id for update
            """)
        .execute(Tuple.of((Object) chargerIds.toArray(String[]::new)))
        .map(TransactionStore::locked);
  }

  /** Makes the transaction of which only the stop was told. */
  Future<Locked> missed(
      SqlClient sql, Stop stop, Instant startedAt, @Nullable Long meterStartWh, Instant now) {
    return sql.preparedQuery(
            """
            insert into transaction
              (charger_id, connector_id, id_token, started_at, meter_start_wh, energy_wh, start_inferred, received_at, updated_at)
            values ($1, 0, $2, $3, $4, 0, true, $5, $5)
            returning *
            """)
        .execute(
            Tuple.of(
                TransactionStore.id(stop.chargerId()),
                Sql.text(stop.idToken(), TransactionStore.ID_LENGTH),
                Sql.time(startedAt),
                meterStartWh,
                Sql.time(now)))
        .map(rows -> TransactionStore.locked(rows).get(0));
  }

  /** The stops that wait at these stations, the earliest first; they stay as they are. */
  Future<List<UnassignedStop>> waiting(SqlClient sql, List<String> chargerIds) {
    return sql.preparedQuery(
            """
            select * from unknown_stop where charger_id = any($1) and state = 'Waiting'
            order by stopped_at, id limit 1000 for update
            """)
        .execute(Tuple.of((Object) chargerIds.toArray(String[]::new)))
        .map(StrayStopStore::stops);
  }

  /** One that waits; none when there is no such. */
  Future<List<UnassignedStop>> lock(SqlClient sql, long id) {
    return sql.preparedQuery(
            "select * from unknown_stop where id = $1 and state = 'Waiting' for update")
        .execute(Tuple.of(id))
        .map(StrayStopStore::stops);
  }

  /** Those that wait, the newest first. */
  Future<List<UnassignedStop>> list(SqlClient sql, @Nullable String chargerId, int limit) {
    return sql.preparedQuery(
            """
            select * from unknown_stop where state = 'Waiting' and ($1::text is null or charger_id = $1)
            order by received_at desc, id desc limit $2
            """)
        .execute(Tuple.of(chargerId, limit))
        .map(StrayStopStore::stops);
  }

  Future<?> settle(
      SqlClient sql,
      List<Long> ids,
      State state,
      List<@Nullable Long> assignedTo,
      @Nullable String by,
      Instant now) {
    return sql.preparedQuery(
            """
            update unknown_stop u set state = $3, assigned_to = s.transaction_id, settled_by = $4, settled_at = $5
            from unnest($1::bigint[], $2::bigint[]) as s (id, transaction_id) where u.id = s.id
            """)
        .execute(
            Tuple.of(
                ids.toArray(Long[]::new),
                assignedTo.toArray(Long[]::new),
                state.name(),
                by,
                Sql.time(now)));
  }

  private static List<UnassignedStop> stops(RowSet<Row> rows) {
    List<UnassignedStop> stops = new ArrayList<>(rows.size());
    for (Row row : rows) {
      stops.add(
          new UnassignedStop(
              row.getLong("id"),
              row.getString("charger_id"),
              row.getLong("transaction_id"),
              Sql.instant(row, "stopped_at"),
              row.getLong("meter_stop_wh"),
              row.getString("stop_reason"),
              row.getString("stop_id_token"),
              Sql.instant(row, "received_at")));
    }
    return stops;
  }
}
