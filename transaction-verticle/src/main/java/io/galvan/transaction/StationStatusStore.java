package io.galvan.transaction;

import io.galvan.contract.transaction.TransactionEvents.EventDetail;
import io.galvan.contract.transaction.TransactionEvents.Limit;
import io.galvan.contract.transaction.TransactionEvents.StationStatus;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a station of OCPP 2.x is asked and told of a transaction beside its events: its status, its
 * limit, an end that it did not tell.
 */
final class StationStatusStore {
  private static final int MOST_UNSURE = 20;

  /** What is kept beside the transaction. */
  record Beside(EventDetail detail, @Nullable Limit wantedLimit, @Nullable StationStatus status) {}

  /** What is kept beside a transaction; nothing is for one of OCPP 1.6. */
  Future<Beside> beside(SqlClient sql, long transactionId) {
    return sql.preparedQuery("select * from transaction_detail where transaction_id = $1")
        .execute(Tuple.of(transactionId))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return new Beside(EventDetail.NONE, null, null);
              }
              Row row = rows.iterator().next();
              Instant statusAt = Sql.instantOrNull(row, "status_at");
              return new Beside(
                  EventStore.detail(row.getString("detail")),
                  EventStore.read(row.getString("wanted_limit"), Limit.class),
                  statusAt == null
                      ? null
                      : new StationStatus(
                          row.getBoolean("ongoing"),
                          row.getBoolean("messages_in_queue"),
                          statusAt));
            });
  }

  /**
   * The transactions of which the station should be asked, newest first: those that run, whose end
   * was inferred, or that lack events which the station has not said to have lost. One that it was
   * asked of since then is left out, and one that runs and was heard of since the arrival.
   */
  Future<List<String>> unsure(
      SqlClient sql, String chargerId, Instant since, Instant askedBefore, Instant arrivedAt) {
    return sql.preparedQuery(
            """
            select t.station_transaction_id, t.running and t.updated_at < $4 as running, t.inferred_end, t.seq_nos, d.messages_in_queue
            from transaction t left join transaction_detail d on d.transaction_id = t.id
            where t.charger_id = $1 and t.station_transaction_id is not null and t.started_at >= $2
              and (d.status_at is null or d.status_at < $3)
            order by t.started_at desc, t.id desc limit 200
            """)
        .execute(
            Tuple.of(
                TransactionStore.id(chargerId),
                Sql.time(since),
                Sql.time(askedBefore),
                Sql.time(arrivedAt)))
        .map(
            rows -> {
              List<String> found = new ArrayList<>();
              for (Row row : rows) {
                Boolean more = row.getBoolean("messages_in_queue");
                boolean lacking =
                    !SeqNos.gaps(row.getString("seq_nos")).isEmpty() && !Boolean.FALSE.equals(more);
                String inferred = row.getString("inferred_end");
                boolean unsure = row.getBoolean("running") || inferred != null || lacking;
                if (unsure && found.size() < MOST_UNSURE) {
                  found.add(row.getString("station_transaction_id"));
                }
              }
              return found;
            });
  }

  /** Stores what the station is to be told of how far the transaction may go. */
  Future<Integer> want(SqlClient sql, long transactionId, @Nullable Limit limit) {
    return sql.preparedQuery(
            """
            insert into transaction_detail (transaction_id, wanted_limit)
            select id, $2 from transaction where id = $1 and running and station_transaction_id is not null
            on conflict (transaction_id) do update set wanted_limit = excluded.wanted_limit
            """)
        .execute(Tuple.of(transactionId, EventStore.json(limit)))
        .map(io.vertx.sqlclient.SqlResult::rowCount);
  }

  /** Stores the station's answer to GetTransactionStatus. */
  Future<?> status(
      SqlClient sql, long id, @Nullable Boolean ongoing, boolean messagesInQueue, Instant at) {
    return sql.preparedQuery(
            """
            insert into transaction_detail (transaction_id, ongoing, messages_in_queue, status_at)
            values ($1, $2, $3, $4)
            on conflict (transaction_id) do update set ongoing = excluded.ongoing,
              messages_in_queue = excluded.messages_in_queue, status_at = excluded.status_at
            """)
        .execute(Tuple.of(id, ongoing, messagesInQueue, Sql.time(at)));
  }

  /** Ends a transaction of which the station will tell no end. */
  Future<Transaction> endUntold(SqlClient sql, long id, Instant now) {
    return sql.preparedQuery(
            """
            update transaction t set running = false, doubted_at = null, power_w = 0,
              inferred_end = 'NotOngoing', updated_at = $2, over_at = $2,
              final_due = case when t.stop_told then null else $3::timestamptz end,
              meter_stop_wh = case when meter_begin is null then null
                else round(meter_begin + energy_wh)::bigint end,
              stopped_at = greatest(t.started_at, t.metered_at)
            where id = $1 returning *
            """)
        .execute(Tuple.of(id, Sql.time(now), Sql.time(now.plus(EndPolicy.FINAL_AFTER))))
        .map(rows -> TransactionStore.transaction(rows.iterator().next()));
  }

  /** Takes an inferred end back: the station says that the transaction goes on. */
  Future<Transaction> resume(SqlClient sql, long id, Instant now) {
    return sql.preparedQuery(
            """
            update transaction set end_corrected = end_corrected or not running, running = true,
              stop_told = stop_told or (not running and final_due is null), final_due = null,
              inferred_end = null, stopped_at = null, meter_stop_wh = null, doubted_at = null,
              updated_at = $2
            where id = $1 returning *
            """)
        .execute(Tuple.of(id, Sql.time(now)))
        .map(rows -> TransactionStore.transaction(rows.iterator().next()));
  }
}
