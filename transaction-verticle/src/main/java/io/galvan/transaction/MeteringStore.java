package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.InferredEnd;
import io.galvan.contract.transaction.Transactions.Mark;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.platform.db.Sql;
import io.galvan.platform.json.Mapper;
import io.galvan.transaction.Metering.Memory;
import io.galvan.transaction.Metering.Metered;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The columns of transactions that metering reads and writes. */
final class MeteringStore {
  /**
   * The transactions of these ids, and the running ones of these connectors or EVSEs. They stay
   * locked, so that what is remembered of them is not counted from twice.
   */
  Future<List<Metered>> metered(
      SqlClient sql, List<Long> ids, List<String> chargerIds, List<Integer> connectorIds) {
    return sql.preparedQuery(
            """
            select * from transaction
            -- An array and not a join, which could begin at the table (docs/adr/0012).
            where id = any (array(
              select unnest($1::bigint[])
              union
              select t.id from unnest($2::text[], $3::int[]) as c (charger_id, connector_id)
              cross join lateral (
                select id from transaction
                where running_on = c.charger_id and coalesce(evse_id, connector_id) = c.connector_id
                offset 0) t))
            order by id
            for no key update
            """)
        .execute(
            Tuple.of(
                ids.toArray(Long[]::new),
                chargerIds.toArray(String[]::new),
                connectorIds.toArray(Integer[]::new)))
        .map(
            rows -> {
              List<Metered> found = new ArrayList<>(rows.size());
              for (Row row : rows) {
                found.add(metered(row));
              }
              return found;
            });
  }

  /**
   * Open transactions of which a reading is stored that is newer than what they show; they stay
   * locked.
   */
  Future<List<Metered>> behind(SqlClient sql, int most) {
    return sql.preparedQuery(
            """
            select t.*
            from transaction t
            where t.running and t.station_transaction_id is null and exists (
              select from meter_value m where m.transaction_id = t.id and m.charger_id = t.charger_id and coalesce(m.counted_at, m.at) > coalesce(t.metered_at, '-infinity'))
            order by t.id limit $1
            for no key update of t
            """)
        .execute(Tuple.of(most))
        .map(
            rows -> {
              List<Metered> found = new ArrayList<>(rows.size());
              for (Row row : rows) {
                found.add(metered(row));
              }
              return found;
            });
  }

  static Metered metered(Row row) {
    String memory = row.getString("meter_state");
    InferredEnd inferredEnd = Sql.constantOrNull(row, "inferred_end", InferredEnd.class);
    boolean running = row.getBoolean("running");
    boolean ofEvents = row.getString("station_transaction_id") != null;
    Integer evseId = row.getInteger("evse_id");
    Long meterStart = ofEvents ? null : row.getLong("meter_start_wh");
    return new Metered(
        row.getLong("id"),
        row.getString("charger_id"),
        evseId == null ? row.getInteger("connector_id") : evseId,
        Sql.instant(row, "started_at"),
        meterStart == null ? null : BigDecimal.valueOf(meterStart),
        running,
        running || (inferredEnd != null && inferredEnd != InferredEnd.Operator),
        inferredEnd,
        Sql.instantOrNull(row, "over_at"),
        Sql.instantOrNull(row, "metered_at"),
        ofEvents,
        SeqNos.last(row.getString("seq_nos")),
        memory == null ? null : Mapper.read(memory, Memory.class));
  }

  /** Those of these transactions after which another one started where they ran, and runs. */
  Future<Set<Long>> followed(SqlClient sql, List<Long> ids) {
    return sql.preparedQuery(
            """
            select t.id from transaction t
            where t.id = any($1) and exists (
              select from transaction n
              where n.running_on = t.charger_id and n.connector_id = t.connector_id and n.started_at > t.started_at)
            """)
        .execute(Tuple.tuple().addValue(ids.toArray(Long[]::new)))
        .map(
            rows -> {
              Set<Long> found = new HashSet<>();
              rows.forEach(row -> found.add(row.getLong("id")));
              return found;
            });
  }

  /**
   * Writes what metering counted. An inferred end moves on with the readings that come after it; a
   * reading that is newer than the station's boot, or than what said that the transaction is over,
   * says that the charging goes on.
   *
   * @param resumed those that have ended and run again
   */
  Future<List<Transaction>> meter(
      SqlClient sql, List<Metering> metered, Set<Long> resumed, Instant now) {
    return sql.preparedQuery(
            """
            update transaction t set
              energy_wh = m.energy, marks = m.marks, meter_state = m.state,
              power_w = case when t.running or m.resumed then coalesce(m.power, t.power_w) else t.power_w end,
              soc_percent = coalesce(m.soc, t.soc_percent),
              metered_at = m.at,
              doubted_at = case when m.at > t.doubted_at then null else t.doubted_at end,
              alive_at = greatest(t.alive_at, m.alive),
              over_due = case when m.alive > t.over_at then null else t.over_due end,
              meter_stop_wh = case when t.running then t.meter_stop_wh when not m.resumed then m.register end,
              stopped_at = case when t.running then t.stopped_at when not m.resumed then greatest(t.stopped_at, m.at) end,
              running = t.running or m.resumed,
              inferred_end = case when not m.resumed then t.inferred_end end,
              end_corrected = t.end_corrected or m.resumed,
              stop_told = t.stop_told or (m.resumed and t.final_due is null),
              final_due = case when not m.resumed then t.final_due end,
              cost = case when not m.resumed then t.cost end,
              updated_at = $9
            from unnest($1::bigint[], $2::timestamptz[], $3::text[]::numeric[], $4::text[], $5::text[],
                $6::text[]::numeric[], $7::text[]::numeric[], $8::bigint[], $10::timestamptz[], $11::boolean[])
              as m (id, at, energy, marks, state, power, soc, register, alive, resumed)
            where t.id = m.id
            returning t.*
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.longs(metered, Metering::id))
                .addValue(meteredAts(metered, Function.identity()))
                .addValue(energies(metered, Function.identity()))
                .addValue(marks(metered, Function.identity()))
                .addValue(memories(metered, Function.identity()))
                .addValue(Sql.texts(metered, item -> text(item.powerW())))
                .addValue(socs(metered, Function.identity()))
                .addValue(Sql.longs(metered, Metering::lastRegisterWh))
                .addValue(Sql.time(now))
                .addValue(Sql.times(metered, Metering::aliveAt))
                .addValue(Sql.flags(metered, item -> resumed.contains(item.id()))))
        .map(TransactionStore::transactions);
  }

  static <T> String[] energies(List<T> rows, Function<T, Metering> metering) {
    return Sql.texts(rows, row -> text(metering.apply(row).energyWh()));
  }

  static <T> String[] marks(List<T> rows, Function<T, Metering> metering) {
    return Sql.texts(
        rows,
        row ->
            metering.apply(row).marks().stream().map(Mark::name).collect(Collectors.joining(",")));
  }

  static <T> String[] memories(List<T> rows, Function<T, Metering> metering) {
    return Sql.texts(rows, row -> Mapper.write(metering.apply(row).memory()));
  }

  static <T> String[] socs(List<T> rows, Function<T, Metering> metering) {
    return Sql.texts(rows, row -> text(metering.apply(row).socPercent()));
  }

  static <T> @Nullable OffsetDateTime[] meteredAts(List<T> rows, Function<T, Metering> metering) {
    return rows.stream()
        .map(
            row -> {
              Instant at = metering.apply(row).meteredAt();
              return at == null ? null : Sql.time(at);
            })
        .toArray(OffsetDateTime[]::new);
  }

  private static @Nullable String text(@Nullable BigDecimal number) {
    return number == null ? null : number.toPlainString();
  }
}
