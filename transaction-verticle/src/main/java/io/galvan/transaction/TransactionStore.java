package io.galvan.transaction;

import io.galvan.contract.event.Happening;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.transaction.Transactions.Gap;
import io.galvan.contract.transaction.Transactions.InferredEnd;
import io.galvan.contract.transaction.Transactions.Mark;
import io.galvan.contract.transaction.Transactions.Start;
import io.galvan.contract.transaction.Transactions.Stop;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.platform.db.Sql;
import io.galvan.transaction.Metering.Metered;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of transactions. */
final class TransactionStore {
  static final int ID_LENGTH = 255;
  private static final int TEXT_LENGTH = 500;

  /** A start with the verdict that decides what is stored of its token. */
  record VerdictStart(Start start, Tokens.Authorization verdict, Times.Judged time) {
    String token() {
      return id(start.idToken()).toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** What is stored of a start that was told before. */
  record KnownStart(long id, Tokens.TokenStatus status) {}

  /** A start that was stored, now or before. */
  record Inserted(Transaction transaction, boolean isNew) {}

  /**
   * A transaction that nobody else changes until this unit of work ends.
   *
   * @param stopTold its end was told to all before
   */
  record Locked(Transaction transaction, Metered metered, boolean stopTold) {
    /** What its end is to all, now that it was told. */
    Happening end(Transaction ended) {
      return stopTold
          ? new Happening.TransactionCorrected(ended)
          : new Happening.TransactionStopped(ended);
    }
  }

  /** A stop, the time that counts for it, and the energy that the transaction has with it. */
  record Ending(Stop stop, Times.Judged time, Metering metering) {}

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
              and (t.started_at = s.started_at or t.started_at_told = s.started_at)
              and lower(t.id_token) = s.token
              and coalesce(t.meter_start_wh, -1) = coalesce(s.meter, -1)
              and (t.running or t.inferred_end is not null)
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
                        Sql.constant(row, "token_status", Tokens.TokenStatus.class)));
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
   * Stores starts; one that is stored already stays as it is, unless its stop was told: a station
   * that has told a stop tells its start no more, so it is another one. Gives the transactions in
   * the order of the starts. None of them may stand twice.
   */
  Future<List<Inserted>> insert(SqlClient sql, List<VerdictStart> starts, Instant now) {
    return insert(sql, starts, new Integer[starts.size()], now)
        .compose(inserted -> insertAgain(sql, starts, inserted, now));
  }

  private Future<List<Inserted>> insertAgain(
      SqlClient sql, List<VerdictStart> starts, List<Inserted> inserted, Instant now) {
    List<Integer> over = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      Transaction transaction = inserted.get(i).transaction();
      if (!inserted.get(i).isNew()
          && transaction.state() == TransactionState.Ended
          && transaction.inferredEnd() == null) {
        over.add(i);
      }
    }
    if (over.isEmpty()) {
      return Future.succeededFuture(inserted);
    }
    List<VerdictStart> again = over.stream().map(starts::get).toList();
    return ended(sql, again)
        .compose(reuses -> insert(sql, again, reuses, now))
        .map(
            stored -> {
              List<Inserted> all = new ArrayList<>(inserted);
              for (int i = 0; i < over.size(); i++) {
                all.set(over.get(i), stored.get(i));
              }
              return all;
            });
  }

  /** How many transactions with such a start have ended as their stations told. */
  private Future<Integer[]> ended(SqlClient sql, List<VerdictStart> starts) {
    return sql.preparedQuery(
            """
            select s.n::int, count(*)::int as ended
            from unnest($1::text[], $2::int[], $3::timestamptz[], $4::text[], $5::bigint[])
              with ordinality as s (charger_id, connector_id, started_at, token, meter, n)
            join transaction t on t.charger_id = s.charger_id and t.connector_id = s.connector_id
              and t.started_at = s.started_at and lower(t.id_token) = s.token
              and coalesce(t.meter_start_wh, -1) = coalesce(s.meter, -1)
              and t.station_transaction_id is null and not t.running and t.inferred_end is null
            group by s.n
            """)
        .execute(key(starts))
        .map(
            rows -> {
              Integer[] reuses = new Integer[starts.size()];
              for (Row row : rows) {
                reuses[row.getInteger("n") - 1] = row.getInteger("ended");
              }
              return reuses;
            });
  }

  private Future<List<Inserted>> insert(
      SqlClient sql, List<VerdictStart> starts, Integer[] reuses, Instant now) {
    return sql.preparedQuery(
            """
            insert into transaction
              (charger_id, connector_id, id_token, group_id_token, token_status, reservation_id,
               started_at, meter_start_wh, energy_wh, token_expires_at, reuse, started_at_told, received_at, updated_at)
            select charger_id, connector_id, id_token, group_id_token, token_status, reservation_id,
              started_at, meter_start_wh, case when meter_start_wh is not null then 0 end, token_expires_at,
              coalesce(reuse, 0), started_at_told, $12, $12
            from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::int[],
              $7::timestamptz[], $8::bigint[], $9::timestamptz[], $10::int[], $11::timestamptz[])
              with ordinality as s (charger_id, connector_id, id_token, group_id_token, token_status,
                reservation_id, started_at, meter_start_wh, token_expires_at, reuse, started_at_told, n)
            order by n
            on conflict (charger_id, started_at, connector_id, lower(id_token), coalesce(meter_start_wh, -1),
                coalesce(station_transaction_id, ''), reuse)
              do update set updated_at = transaction.updated_at
            returning *, xmax = 0 as is_new
            """)
        .execute(
            Tuple.of(
                Sql.texts(starts, item -> id(item.start().chargerId())),
                Sql.ints(starts, item -> item.start().connectorId()),
                Sql.texts(starts, item -> id(item.start().idToken())),
                Sql.texts(starts, item -> Sql.text(item.verdict().groupIdToken(), ID_LENGTH)),
                Sql.texts(starts, item -> item.verdict().status().name()),
                Sql.ints(starts, item -> item.start().reservationId()),
                Sql.times(starts, item -> item.time().at()),
                Sql.longs(starts, item -> item.start().meterStartWh()),
                Sql.times(starts, item -> item.verdict().expiresAt()),
                reuses,
                Sql.times(starts, item -> item.time().told()),
                Sql.time(now)))
        .map(
            rows -> {
              List<Inserted> inserted = new ArrayList<>(rows.size());
              for (Row row : rows) {
                inserted.add(new Inserted(transaction(row), row.getBoolean("is_new")));
              }
              return inserted;
            });
  }

  /** The transactions that the stops name, of whatever station they are. */
  Future<List<Locked>> ofStops(SqlClient sql, List<Stop> stops) {
    return sql.preparedQuery(
            """
            select * from transaction where id = any($1) order by id for update
            """)
        .execute(Tuple.tuple().addValue(Sql.longs(stops, Stop::transactionId)))
        .map(TransactionStore::locked);
  }

  /** One transaction; none when there is no such. */
  Future<List<Locked>> lock(SqlClient sql, long id) {
    return sql.preparedQuery("select * from transaction where id = $1 for update")
        .execute(Tuple.of(id))
        .map(TransactionStore::locked);
  }

  /** An end is told at once, unless it was inferred: then it waits. */
  static boolean isStopTold(Row row) {
    return row.getBoolean("stop_told")
        || (!row.getBoolean("running") && row.getOffsetDateTime("final_due") == null);
  }

  static List<Locked> locked(RowSet<Row> rows) {
    List<Locked> locked = new ArrayList<>(rows.size());
    for (Row row : rows) {
      locked.add(new Locked(transaction(row), MeteringStore.metered(row), isStopTold(row)));
    }
    return locked;
  }

  /**
   * Ends transactions as told; an end that was told otherwise is replaced. Each transaction stands
   * once.
   *
   * @param as null when the station told it
   */
  Future<List<Transaction>> stop(
      SqlClient sql, List<Ending> endings, @Nullable InferredEnd as, Instant now) {
    return sql.preparedQuery(
            """
            update transaction t set running = false, end_corrected = t.end_corrected or not t.running,
              inferred_end = $11, doubted_at = null, over_due = null, final_due = null, stop_told = true,
              stopped_at = s.stopped_at, stopped_at_told = s.told, meter_stop_wh = s.meter_stop, stop_reason = s.reason, stop_id_token = s.id_token,
              energy_wh = s.energy, marks = s.marks, meter_state = s.state,
              soc_percent = coalesce(s.soc, t.soc_percent), metered_at = s.metered_at,
              power_w = 0, updated_at = $13
            from unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::text[], $5::text[],
                $6::text[]::numeric[], $7::text[], $8::text[], $9::text[]::numeric[], $10::timestamptz[], $12::timestamptz[])
              as s (id, stopped_at, meter_stop, reason, id_token, energy, marks, state, soc, metered_at, told)
            where t.id = s.id
            returning t.*
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.longs(endings, ending -> ending.stop.transactionId()))
                .addValue(Sql.times(endings, ending -> ending.time.at()))
                .addValue(Sql.longs(endings, ending -> ending.stop.meterStopWh()))
                .addValue(
                    Sql.texts(endings, ending -> Sql.required(ending.stop.reason(), TEXT_LENGTH)))
                .addValue(Sql.texts(endings, ending -> Sql.text(ending.stop.idToken(), ID_LENGTH)))
                .addValue(MeteringStore.energies(endings, Ending::metering))
                .addValue(MeteringStore.marks(endings, Ending::metering))
                .addValue(MeteringStore.memories(endings, Ending::metering))
                .addValue(MeteringStore.socs(endings, Ending::metering))
                .addValue(MeteringStore.meteredAts(endings, Ending::metering))
                .addValue(Sql.name(as))
                .addValue(Sql.times(endings, ending -> ending.time.told()))
                .addValue(Sql.time(now)))
        .map(TransactionStore::transactions);
  }

  /** A register that was told; stations that do not know theirs say -1. */
  static @Nullable Long register(@Nullable Long told) {
    return told == null || told < 0 ? null : told;
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

  static Transaction transaction(Row row) {
    InferredEnd inferred = Sql.constantOrNull(row, "inferred_end", InferredEnd.class);
    long id = row.getLong("id");
    int connectorId = row.getInteger("connector_id");
    Integer evseId = row.getInteger("evse_id");
    String stationId = row.getString("station_transaction_id");
    List<Gap> gaps = SeqNos.gaps(row.getString("seq_nos"));
    return new Transaction(
        id,
        row.getString("charger_id"),
        connectorId,
        row.getString("id_token"),
        row.getString("group_id_token"),
        Sql.constantOrNull(row, "token_status", Tokens.TokenStatus.class),
        row.getInteger("reservation_id"),
        row.getBoolean("running") ? TransactionState.Running : TransactionState.Ended,
        Sql.instant(row, "started_at"),
        row.getLong("meter_start_wh"),
        Sql.instantOrNull(row, "stopped_at"),
        row.getLong("meter_stop_wh"),
        row.getString("stop_reason"),
        row.getString("stop_id_token"),
        inferred,
        row.getBigDecimal("energy_wh"),
        row.getBigDecimal("power_w"),
        row.getBigDecimal("soc_percent"),
        Sql.instantOrNull(row, "metered_at"),
        Sql.instant(row, "updated_at"),
        marks(row, inferred, gaps),
        evseId == null ? connectorId : evseId,
        stationId == null ? Long.toString(id) : stationId,
        row.getString("id_token_type"),
        // Of what has ended nothing charges, whatever was told last.
        row.getBoolean("running") ? row.getString("charging_state") : null,
        row.getInteger("remote_start_id"),
        row.getBigDecimal("cost"),
        row.getString("currency"),
        gaps,
        Sql.instantOrNull(row, "started_at_told"),
        Sql.instantOrNull(row, "stopped_at_told"));
  }

  private static List<Mark> marks(Row row, @Nullable InferredEnd inferred, List<Gap> gaps) {
    List<Mark> marks = new ArrayList<>();
    String ofTheMeter = row.getString("marks");
    if (!ofTheMeter.isEmpty()) {
      for (String name : ofTheMeter.split(",", -1)) {
        marks.add(Mark.valueOf(name));
      }
    }
    if (row.getBigDecimal("energy_wh") == null) {
      marks.add(Mark.NotMetered);
    }
    boolean oddTime =
        row.getOffsetDateTime("started_at_told") != null
            || row.getOffsetDateTime("stopped_at_told") != null;
    if (oddTime && !marks.contains(Mark.ImplausibleTime)) {
      marks.add(Mark.ImplausibleTime);
    }
    if (row.getInteger("reuse") > 0 && row.getString("station_transaction_id") != null) {
      marks.add(Mark.IdReused);
    }
    if (inferred != null) {
      marks.add(Mark.EndInferred);
    }
    if (row.getBoolean("end_corrected")) {
      marks.add(Mark.EndCorrected);
    }
    if (row.getBoolean("start_inferred")) {
      marks.add(Mark.StartMissing);
    }
    if (!gaps.isEmpty()) {
      marks.add(Mark.EventsMissing);
    }
    return List.copyOf(marks);
  }
}
