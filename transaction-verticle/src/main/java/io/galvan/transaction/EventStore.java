package io.galvan.transaction;

import io.galvan.contract.cost.Tariffs.Tariff;
import io.galvan.contract.transaction.TransactionEvents.EventDetail;
import io.galvan.contract.transaction.TransactionEvents.EventKind;
import io.galvan.contract.transaction.TransactionEvents.Limit;
import io.galvan.contract.transaction.TransactionEvents.ToldEvent;
import io.galvan.contract.transaction.TransactionEvents.TransactionEvent;
import io.galvan.contract.transaction.Transactions.Mark;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.platform.db.Sql;
import io.galvan.platform.json.Mapper;
import io.galvan.transaction.Pricing.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Transactions of OCPP 2.x and the events that were told of them. */
final class EventStore {
  /** As long as a transaction may be asked about. */
  static final Duration RETENTION = Duration.ofDays(400);

  private static final int MAX_EVENTS = 10_000;

  /** Of transactions of one name, so many of the newest may still be told of. */
  private static final int GENERATIONS = 8;

  private static final int STATION_ID_LENGTH = 36;
  private static final int WORD_LENGTH = 50;

  /** A transaction as its station names it. */
  record Key(String chargerId, String stationTransactionId) implements Comparable<Key> {
    static Key of(TransactionEvent event) {
      return of(event.chargerId(), event.stationTransactionId());
    }

    static Key of(String chargerId, String stationTransactionId) {
      return new Key(
          TransactionStore.id(chargerId), Sql.required(stationTransactionId, STATION_ID_LENGTH));
    }

    @Override
    public int compareTo(Key other) {
      int byCharger = chargerId.compareTo(other.chargerId);
      return byCharger == 0
          ? stationTransactionId.compareTo(other.stationTransactionId)
          : byCharger;
    }
  }

  /** An event to be kept. */
  record Told(long transactionId, TransactionEvent event, long digest) {}

  /** What makes two events of a transaction the same one. */
  record Identity(long transactionId, int seqNo, long digest) {}

  /**
   * A transaction to be made.
   *
   * @param at its first event's time, and what was told for it
   * @param reuse how many transactions had its name before
   */
  record Beginning(Key key, Times.Judged at, int reuse) {}

  /** What an update writes; JSON carries it. */
  private record Change(
      long id,
      boolean running,
      Instant startedAt,
      @Nullable Instant startedAtTold,
      boolean startInferred,
      int evseId,
      int connectorId,
      @Nullable String idToken,
      @Nullable String idTokenType,
      @Nullable String groupIdToken,
      @Nullable String tokenStatus,
      @Nullable Integer reservationId,
      @Nullable Integer remoteStartId,
      @Nullable String chargingState,
      @Nullable Instant stoppedAt,
      @Nullable Instant stoppedAtTold,
      @Nullable String stopReason,
      @Nullable String stopIdToken,
      @Nullable String inferredEnd,
      boolean endCorrected,
      @Nullable BigDecimal energyWh,
      String marks,
      String meterState,
      @Nullable BigDecimal powerW,
      @Nullable BigDecimal socPercent,
      @Nullable Instant meteredAt,
      @Nullable Long meterStartWh,
      @Nullable BigDecimal meterBegin,
      @Nullable Long meterStopWh,
      String seqNos,
      @Nullable BigDecimal cost,
      @Nullable String currency) {}

  /**
   * The transactions with these names, the oldest first; nobody else changes them until this unit
   * of work ends.
   */
  Future<List<Known>> lock(SqlClient sql, List<Key> keys) {
    return sql.preparedQuery(
            """
            with found as (
              select r.id from unnest($1::text[], $2::text[]) as k (charger_id, station_id)
                cross join lateral (
                  select id from transaction
                  where charger_id = k.charger_id and station_transaction_id = k.station_id
                  order by reuse desc limit $3) r
            )
            select t.*, d.detail, d.tariff, d.wanted_limit, d.told_cost_at
            from transaction t join found f on t.id = f.id
              left join transaction_detail d on d.transaction_id = t.id
            order by t.id
            for update of t
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.texts(keys, Key::chargerId))
                .addValue(Sql.texts(keys, Key::stationTransactionId))
                .addValue(GENERATIONS))
        .map(
            rows -> {
              List<Known> found = new ArrayList<>(rows.size());
              for (Row row : rows) {
                found.add(known(row));
              }
              return found;
            });
  }

  private static Known known(Row row) {
    return new Known(
        TransactionStore.transaction(row),
        MeteringStore.metered(row),
        row.getBoolean("start_inferred"),
        row.getBoolean("end_corrected"),
        row.getInteger("reuse"),
        row.getOffsetDateTime("doubted_at") != null,
        TransactionStore.isStopTold(row),
        row.getString("charging_state"),
        row.getBigDecimal("meter_begin"),
        row.getString("seq_nos"),
        detail(row.getString("detail")),
        read(row.getString("tariff"), Tariff.class),
        read(row.getString("wanted_limit"), Limit.class),
        Sql.instantOrNull(row, "told_cost_at"));
  }

  static EventDetail detail(@Nullable String json) {
    return json == null ? EventDetail.NONE : Mapper.read(json, EventDetail.class);
  }

  static <T> @Nullable T read(@Nullable String json, Class<T> type) {
    return json == null ? null : Mapper.read(json, type);
  }

  /** Makes rows of which only the names are known; one that another made meanwhile is left. */
  Future<?> create(SqlClient sql, List<Beginning> beginnings, Instant now) {
    return sql.preparedQuery(
            """
            insert into transaction
              (charger_id, station_transaction_id, connector_id, evse_id, started_at, start_inferred,
               energy_wh, reuse, started_at_told, received_at, updated_at)
            select charger_id, station_id, 0, 0, at, true, null, reuse, told, $6, $6
            from unnest($1::text[], $2::text[], $3::timestamptz[], $4::int[], $5::timestamptz[]) with ordinality
              as b (charger_id, station_id, at, reuse, told, n)
            order by n
            on conflict (charger_id, station_transaction_id, reuse) where station_transaction_id is not null
              do nothing
            """)
        .execute(
            Tuple.of(
                Sql.texts(beginnings, beginning -> beginning.key().chargerId()),
                Sql.texts(beginnings, beginning -> beginning.key().stationTransactionId()),
                Sql.times(beginnings, beginning -> beginning.at().at()),
                Sql.ints(beginnings, Beginning::reuse),
                Sql.times(beginnings, beginning -> beginning.at().told()),
                Sql.time(now)));
  }

  /** Which of these were told before. */
  Future<Set<Identity>> known(SqlClient sql, List<Told> told) {
    return sql.preparedQuery(
            """
            select distinct e.transaction_id, e.seq_no, e.digest
            from unnest($1::bigint[], $2::int[], $3::bigint[]) as w (transaction_id, seq_no, digest)
              join transaction_event e using (transaction_id, seq_no, digest)
            """)
        .execute(
            Tuple.of(
                Sql.longs(told, Told::transactionId),
                Sql.ints(told, one -> one.event().seqNo()),
                Sql.longs(told, Told::digest)))
        .map(
            rows -> {
              Set<Identity> found = new HashSet<>();
              for (Row row : rows) {
                found.add(
                    new Identity(
                        row.getLong("transaction_id"),
                        row.getInteger("seq_no"),
                        row.getLong("digest")));
              }
              return found;
            });
  }

  Future<?> keep(SqlClient sql, List<Told> told, Instant now) {
    return sql.preparedQuery(
            """
            insert into transaction_event
              (transaction_id, charger_id, station_transaction_id, seq_no, kind, at, trigger_reason,
               offline, digest, received_at)
            select *, $10::timestamptz
            from unnest($1::bigint[], $2::text[], $3::text[], $4::int[], $5::text[], $6::timestamptz[],
              $7::text[], $8::boolean[], $9::bigint[])
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.longs(told, Told::transactionId))
                .addValue(Sql.texts(told, one -> Key.of(one.event()).chargerId()))
                .addValue(Sql.texts(told, one -> Key.of(one.event()).stationTransactionId()))
                .addValue(Sql.ints(told, one -> one.event().seqNo()))
                .addValue(Sql.texts(told, one -> one.event().kind().name()))
                .addValue(Sql.times(told, one -> Times.stored(one.event().at())))
                .addValue(
                    Sql.texts(told, one -> Sql.required(one.event().triggerReason(), WORD_LENGTH)))
                .addValue(Sql.flags(told, one -> one.event().offline()))
                .addValue(Sql.longs(told, Told::digest))
                .addValue(Sql.time(now)));
  }

  /** Writes what became of the courses; a transaction of which something is told is not doubted. */
  Future<List<Transaction>> update(SqlClient sql, List<Course> courses, Instant now) {
    List<Change> changes = courses.stream().map(EventStore::change).toList();
    return sql.preparedQuery(
            """
            update transaction t set
              running = c."running", started_at = c."startedAt", started_at_told = c."startedAtTold", start_inferred = c."startInferred",
              evse_id = c."evseId", connector_id = c."connectorId",
              id_token = c."idToken", id_token_type = c."idTokenType", group_id_token = c."groupIdToken",
              token_status = c."tokenStatus", reservation_id = c."reservationId",
              remote_start_id = c."remoteStartId", charging_state = c."chargingState",
              stopped_at = c."stoppedAt", stopped_at_told = c."stoppedAtTold", stop_reason = c."stopReason", stop_id_token = c."stopIdToken",
              inferred_end = c."inferredEnd", end_corrected = c."endCorrected",
              energy_wh = c."energyWh", marks = c."marks", meter_state = c."meterState",
              power_w = case when c."running" then coalesce(c."powerW", t.power_w) else 0 end,
              soc_percent = coalesce(c."socPercent", t.soc_percent), metered_at = c."meteredAt",
              meter_start_wh = c."meterStartWh", meter_begin = c."meterBegin", meter_stop_wh = c."meterStopWh",
              seq_nos = c."seqNos", cost = c."cost", currency = c."currency",
              stop_told = t.stop_told or (not t.running and t.final_due is null) or (not c."running" and c."inferredEnd" is null),
              final_due = case when not c."running" and c."inferredEnd" is not null then t.final_due end,
              doubted_at = null, updated_at = $2
            from json_to_recordset($1::text::json) as c (
              "id" bigint, "running" boolean, "startedAt" timestamptz, "startedAtTold" timestamptz, "startInferred" boolean,
              "evseId" int, "connectorId" int, "idToken" text, "idTokenType" text, "groupIdToken" text,
              "tokenStatus" text, "reservationId" int, "remoteStartId" int, "chargingState" text,
              "stoppedAt" timestamptz, "stoppedAtTold" timestamptz, "stopReason" text, "stopIdToken" text, "inferredEnd" text,
              "endCorrected" boolean, "energyWh" numeric, "marks" text, "meterState" text, "powerW" numeric,
              "socPercent" numeric, "meteredAt" timestamptz, "meterStartWh" bigint, "meterBegin" numeric,
              "meterStopWh" bigint, "seqNos" text, "cost" numeric, "currency" text)
            where t.id = c."id"
            returning t.*
            """)
        .execute(Tuple.of(Mapper.write(changes), Sql.time(now)))
        .map(TransactionStore::transactions);
  }

  private static Change change(Course course) {
    Metering metering = course.metering;
    Money cost = course.bill.cost();
    return new Change(
        course.id(),
        course.running,
        course.startedAt,
        course.startedAtTold,
        course.startInferred,
        course.evseId,
        course.connectorId,
        course.idToken,
        course.idTokenType,
        course.groupIdToken,
        Sql.name(course.tokenStatus),
        course.reservationId,
        course.remoteStartId,
        course.chargingState,
        course.stoppedAt,
        course.stoppedAtTold,
        course.stopReason,
        course.stopIdToken,
        Sql.name(course.inferredEnd),
        course.endCorrected,
        metering.energyWh(),
        metering.marks().stream().map(Mark::name).collect(Collectors.joining(",")),
        Mapper.write(metering.memory()),
        metering.powerW(),
        metering.socPercent(),
        metering.meteredAt(),
        course.meterStartWh(),
        course.begin(),
        course.meterStopWh(),
        course.seqNos.text(),
        cost == null ? null : cost.amount(),
        cost == null ? null : cost.currency());
  }

  /** Writes what is kept beside the transactions. */
  Future<?> updateDetails(SqlClient sql, List<Course> courses) {
    return sql.preparedQuery(
            """
            insert into transaction_detail (transaction_id, detail, tariff, wanted_limit, told_cost_at)
            select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[]::timestamptz[])
            on conflict (transaction_id) do update set detail = excluded.detail, tariff = excluded.tariff,
              wanted_limit = excluded.wanted_limit, told_cost_at = excluded.told_cost_at
            """)
        .execute(
            Tuple.of(
                Sql.longs(courses, Course::id),
                Sql.texts(courses, course -> Mapper.write(course.detail)),
                Sql.texts(courses, course -> json(course.bill.tariff())),
                Sql.texts(courses, course -> json(course.bill.wantedLimit())),
                Sql.texts(courses, course -> text(course.bill.toldCostAt()))));
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }

  static @Nullable String json(@Nullable Object value) {
    return value == null ? null : Mapper.write(value);
  }

  /** The events of a transaction in the order of their numbers. */
  Future<List<ToldEvent>> events(SqlClient sql, long transactionId) {
    return sql.preparedQuery(
            "select * from transaction_event where transaction_id = $1 order by seq_no, received_at limit $2")
        .execute(Tuple.of(transactionId, MAX_EVENTS))
        .map(
            rows -> {
              List<ToldEvent> events = new ArrayList<>(rows.size());
              for (Row row : rows) {
                events.add(
                    new ToldEvent(
                        row.getInteger("seq_no"),
                        Sql.constant(row, "kind", EventKind.class),
                        Sql.instant(row, "at"),
                        row.getString("trigger_reason"),
                        row.getBoolean("offline"),
                        Sql.instant(row, "received_at")));
              }
              return events;
            });
  }

  /** Keeps the months of events, and lets go of old ones. */
  Future<?> keepMonths(SqlClient sql, Instant now) {
    return Months.keep(sql, "transaction_event", "received_at", now)
        .compose(ok -> Months.dropBefore(sql, "transaction_event", now.minus(RETENTION)));
  }
}
