package io.galvan.transaction;

import io.galvan.platform.contract.Auth;
import io.galvan.platform.contract.Transactions.InferredEnd;
import io.galvan.platform.contract.Transactions.Start;
import io.galvan.platform.contract.Transactions.Stop;
import io.galvan.platform.contract.Transactions.Transaction;
import io.galvan.platform.contract.Transactions.TransactionState;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of transactions, and the stops that fit none. */
final class TransactionStore {
  static final int ID_LENGTH = 255;
  private static final int TEXT_LENGTH = 500;

  /** A start with the verdict that decides what is stored of its token. */
  record VerdictStart(Start start, Auth.Authorization verdict) {
    String token() {
      return id(start.idToken()).toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** What is stored of a start that was told before. */
  record KnownStart(long id, Auth.TokenStatus status) {}

  /** The running transaction of a connector, or any one, as far as metering needs it. */
  record Open(long id, String chargerId, int connectorId, Instant startedAt, boolean running) {}

  /** A snapshot to be written to a transaction. */
  record Metered(long id, Snapshot snapshot) {}

  /**
   * Makes starts of the same token in other transactions wait until this one ends, so that running
   * ones can be counted.
   */
  Future<?> lockTokens(SqlClient sql, List<VerdictStart> starts) {
    return sql.preparedQuery(
            "select pg_advisory_xact_lock(key) from (select distinct hashtextextended(t, 0) as key from unnest($1::text[]) t order by 1) k")
        .execute(Tuple.of(Sql.texts(starts, VerdictStart::token)));
  }

  /** Which of the starts are stored already, by their position. */
  Future<Map<Integer, KnownStart>> known(SqlClient sql, List<VerdictStart> starts) {
    return sql.preparedQuery(
            """
            select s.n, t.id, t.token_status
            from unnest($1::text[], $2::int[], $3::timestamptz[], $4::text[], $5::bigint[])
              with ordinality as s (charger_id, connector_id, started_at, token, meter, n)
            join transaction t on t.charger_id = s.charger_id and t.connector_id = s.connector_id
              and t.started_at = s.started_at and lower(t.id_token) = s.token and t.meter_start_wh = s.meter
            """)
        .execute(key(starts))
        .map(
            rows -> {
              Map<Integer, KnownStart> known = new HashMap<>();
              for (Row row : rows) {
                known.put(
                    row.getInteger("n") - 1,
                    new KnownStart(
                        row.getLong("id"),
                        Sql.constant(row, "token_status", Auth.TokenStatus.class)));
              }
              return known;
            });
  }

  private static Tuple key(List<VerdictStart> starts) {
    return Tuple.of(
        Sql.texts(starts, item -> id(item.start().chargerId())),
        Sql.ints(starts, item -> item.start().connectorId()),
        Sql.times(starts, item -> Times.stored(item.start().startedAt())),
        Sql.texts(starts, VerdictStart::token),
        Sql.longs(starts, item -> item.start().meterStartWh()));
  }

  /** How many transactions run on each token, by the token in lower case. */
  Future<Map<String, Integer>> running(SqlClient sql, List<VerdictStart> starts) {
    return sql.preparedQuery(
            """
            select lower(id_token) as token, count(*)::int as n from transaction
            where running and lower(id_token) = any($1::text[]) group by 1
            """)
        .execute(Tuple.of(Sql.texts(starts, VerdictStart::token)))
        .map(
            rows -> {
              Map<String, Integer> running = new HashMap<>();
              for (Row row : rows) {
                running.put(row.getString("token"), row.getInteger("n"));
              }
              return running;
            });
  }

  /**
   * Stores new starts; gives the transactions in the order of the starts. None of them may be
   * stored already or stand twice.
   */
  Future<List<Transaction>> insert(SqlClient sql, List<VerdictStart> starts, Instant now) {
    return sql.preparedQuery(
            """
            insert into transaction
              (charger_id, connector_id, id_token, group_id_token, token_status, reservation_id,
               started_at, meter_start_wh, updated_at)
            select charger_id, connector_id, id_token, group_id_token, token_status, reservation_id,
              started_at, meter_start_wh, $9
            from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::int[],
              $7::timestamptz[], $8::bigint[])
              with ordinality as s (charger_id, connector_id, id_token, group_id_token, token_status,
                reservation_id, started_at, meter_start_wh, n)
            order by n
            on conflict (charger_id, connector_id, started_at, lower(id_token), meter_start_wh)
              do update set updated_at = transaction.updated_at
            returning *
            """)
        .execute(
            Tuple.of(
                Sql.texts(starts, item -> id(item.start().chargerId())),
                Sql.ints(starts, item -> item.start().connectorId()),
                Sql.texts(starts, item -> id(item.start().idToken())),
                Sql.texts(starts, item -> Sql.text(item.verdict().groupIdToken(), ID_LENGTH)),
                Sql.texts(starts, item -> item.verdict().status().name()),
                Sql.ints(starts, item -> item.start().reservationId()),
                Sql.times(starts, item -> Times.stored(item.start().startedAt())),
                Sql.longs(starts, item -> item.start().meterStartWh()),
                Sql.time(now)))
        .map(TransactionStore::transactions);
  }

  /** Ends older running transactions of the connectors on which new ones started. */
  Future<List<Transaction>> endOlder(SqlClient sql, List<Transaction> started, Instant now) {
    return sql.preparedQuery(
            """
            update transaction t set running = false, inferred_end = 'NewStart', updated_at = $4,
              stopped_at = greatest(t.started_at, coalesce(t.metered_at, t.started_at)),
              meter_stop_wh = t.meter_start_wh + round(t.energy_wh)::bigint, power_w = 0
            from (select charger_id, connector_id, max(started_at) as started_at
                  from unnest($1::text[], $2::int[], $3::timestamptz[]) as s (charger_id, connector_id, started_at)
                  group by 1, 2) s
            where t.running and t.charger_id = s.charger_id and t.connector_id = s.connector_id
              and t.started_at < s.started_at
            returning t.*
            """)
        .execute(
            Tuple.of(
                Sql.texts(started, Transaction::chargerId),
                Sql.ints(started, Transaction::connectorId),
                Sql.times(started, Transaction::startedAt),
                Sql.time(now)))
        .map(TransactionStore::transactions);
  }

  /**
   * Ends the running transactions of a charging station, or of one connector (connectorId 0 is
   * all), that started before the time of what tells so.
   */
  Future<List<Transaction>> endRunning(
      SqlClient sql,
      String chargerId,
      int connectorId,
      Instant before,
      InferredEnd why,
      Instant now) {
    return sql.preparedQuery(
            """
            update transaction set running = false, inferred_end = $4, updated_at = $5,
              stopped_at = greatest(started_at, coalesce(metered_at, started_at)),
              meter_stop_wh = meter_start_wh + round(energy_wh)::bigint, power_w = 0
            where running and charger_id = $1 and ($2 = 0 or connector_id = $2) and started_at <= $3
            returning *
            """)
        .execute(Tuple.of(chargerId, connectorId, Sql.time(before), why.name(), Sql.time(now)))
        .map(TransactionStore::transactions);
  }

  /** The transactions of these ids, and the running ones of these connectors. */
  Future<List<Open>> open(
      SqlClient sql, List<Long> ids, List<String> chargerIds, List<Integer> connectorIds) {
    return sql.preparedQuery(
            """
            select id, charger_id, connector_id, started_at, running from transaction where id = any($1::bigint[])
            union
            select t.id, t.charger_id, t.connector_id, t.started_at, t.running
            from unnest($2::text[], $3::int[]) as c (charger_id, connector_id)
            join transaction t on t.running and t.charger_id = c.charger_id and t.connector_id = c.connector_id
            """)
        .execute(
            Tuple.of(
                ids.toArray(Long[]::new),
                chargerIds.toArray(String[]::new),
                connectorIds.toArray(Integer[]::new)))
        .map(
            rows -> {
              List<Open> open = new ArrayList<>(rows.size());
              for (Row row : rows) {
                open.add(
                    new Open(
                        row.getLong("id"),
                        row.getString("charger_id"),
                        row.getInteger("connector_id"),
                        Sql.instant(row, "started_at"),
                        row.getBoolean("running")));
              }
              return open;
            });
  }

  /**
   * Writes snapshots; an older one changes only the energy, which never sinks, and a received end
   * is left as it is.
   */
  Future<List<Transaction>> meter(SqlClient sql, List<Metered> metered, Instant now) {
    return sql.preparedQuery(
            """
            update transaction t set
              energy_wh = greatest(t.energy_wh, coalesce(m.register - t.meter_start_wh, 0)),
              meter_went_back = t.meter_went_back or m.went_back
                or coalesce(m.register < t.meter_start_wh + t.energy_wh, false) and t.metered_at < m.at,
              power_w = case when t.running and (t.metered_at is null or t.metered_at <= m.at) then coalesce(m.power, t.power_w) else t.power_w end,
              soc_percent = case when t.metered_at is null or t.metered_at <= m.at then coalesce(m.soc, t.soc_percent) else t.soc_percent end,
              metered_at = greatest(t.metered_at, m.at),
              updated_at = $7
            from unnest($1::bigint[], $2::timestamptz[], $3::text[]::numeric[], $4::boolean[], $5::text[]::numeric[], $6::text[]::numeric[])
              as m (id, at, register, went_back, power, soc)
            where t.id = m.id and (t.running or t.inferred_end is not null)
            returning t.*
            """)
        .execute(
            Tuple.of(
                Sql.longs(metered, Metered::id),
                Sql.times(metered, item -> item.snapshot().at()),
                Sql.texts(metered, item -> text(item.snapshot().registerWh())),
                Sql.flags(metered, item -> item.snapshot().wentBack()),
                Sql.texts(metered, item -> text(item.snapshot().powerW())),
                Sql.texts(metered, item -> text(item.snapshot().socPercent())),
                Sql.time(now)))
        .map(TransactionStore::transactions);
  }

  private static @Nullable String text(@Nullable BigDecimal number) {
    return number == null ? null : number.toPlainString();
  }

  /** The transactions that the stops name, of the charging stations that name them. */
  Future<List<Transaction>> ofStops(SqlClient sql, List<Stop> stops) {
    return sql.preparedQuery(
            """
            select t.* from transaction t
            join (select distinct * from unnest($1::bigint[], $2::text[]) as s (id, charger_id)) s
              on t.id = s.id and t.charger_id = s.charger_id
            for update of t
            """)
        .execute(
            // Not Tuple.of: with two arguments it would take the second array for its varargs.
            Tuple.tuple()
                .addValue(Sql.longs(stops, Stop::transactionId))
                .addValue(Sql.texts(stops, stop -> id(stop.chargerId()))))
        .map(TransactionStore::transactions);
  }

  /** Ends transactions as told; an inferred end is replaced. Each transaction stands once. */
  Future<List<Transaction>> stop(SqlClient sql, List<Stop> stops, Instant now) {
    return sql.preparedQuery(
            """
            update transaction t set running = false, inferred_end = null, stopped_at = s.stopped_at,
              meter_stop_wh = s.meter_stop, stop_reason = s.reason, stop_id_token = s.id_token,
              meter_went_back = t.meter_went_back or s.meter_stop < t.meter_start_wh + t.energy_wh,
              -- The station's own register decides, unless it lies below what it said before.
              energy_wh = greatest(t.energy_wh, s.meter_stop - t.meter_start_wh),
              power_w = 0, updated_at = $6
            from unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::text[], $5::text[])
              as s (id, stopped_at, meter_stop, reason, id_token)
            where t.id = s.id
            returning t.*
            """)
        .execute(
            Tuple.of(
                Sql.longs(stops, Stop::transactionId),
                Sql.times(stops, stop -> Times.stored(stop.stoppedAt())),
                Sql.longs(stops, Stop::meterStopWh),
                Sql.texts(stops, stop -> Sql.required(stop.reason(), TEXT_LENGTH)),
                Sql.texts(stops, stop -> Sql.text(stop.idToken(), ID_LENGTH)),
                Sql.time(now)))
        .map(TransactionStore::transactions);
  }

  /** Keeps stops that end nothing. */
  Future<?> keepUnknown(SqlClient sql, List<Stop> stops, Instant now) {
    return sql.preparedQuery(
            """
            insert into unknown_stop
              (charger_id, transaction_id, stopped_at, meter_stop_wh, stop_reason, stop_id_token, received_at)
            select *, $7::timestamptz from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::text[], $6::text[])
            on conflict do nothing
            """)
        .execute(
            Tuple.of(
                    Sql.texts(stops, stop -> id(stop.chargerId())),
                    Sql.longs(stops, Stop::transactionId),
                    Sql.times(stops, stop -> Times.stored(stop.stoppedAt())),
                    Sql.longs(stops, Stop::meterStopWh),
                    Sql.texts(stops, stop -> Sql.required(stop.reason(), TEXT_LENGTH)),
                    Sql.texts(stops, stop -> Sql.text(stop.idToken(), ID_LENGTH)))
                .addValue(Sql.time(now)));
  }

  static String id(String text) {
    return Sql.required(text, ID_LENGTH);
  }

  static List<Transaction> transactions(RowSet<Row> rows) {
    List<Transaction> transactions = new ArrayList<>(rows.size());
    for (Row row : rows) {
      transactions.add(transaction(row));
    }
    return transactions;
  }

  private static Transaction transaction(Row row) {
    return new Transaction(
        row.getLong("id"),
        row.getString("charger_id"),
        row.getInteger("connector_id"),
        row.getString("id_token"),
        row.getString("group_id_token"),
        Sql.constant(row, "token_status", Auth.TokenStatus.class),
        row.getInteger("reservation_id"),
        row.getBoolean("running") ? TransactionState.Running : TransactionState.Ended,
        Sql.instant(row, "started_at"),
        row.getLong("meter_start_wh"),
        Sql.instantOrNull(row, "stopped_at"),
        row.getLong("meter_stop_wh"),
        row.getString("stop_reason"),
        row.getString("stop_id_token"),
        Sql.constantOrNull(row, "inferred_end", InferredEnd.class),
        row.getBigDecimal("energy_wh"),
        row.getBigDecimal("power_w"),
        row.getBigDecimal("soc_percent"),
        Sql.instantOrNull(row, "metered_at"),
        Sql.instant(row, "updated_at"));
  }
}
