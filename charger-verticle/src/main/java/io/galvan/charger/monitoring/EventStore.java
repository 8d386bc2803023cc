package io.galvan.charger.monitoring;

import io.galvan.charger.devicemodel.VariableStore;
import io.galvan.contract.devicemodel.DeviceModels.DeviceEvent;
import io.galvan.contract.devicemodel.DeviceModels.EventQuery;
import io.galvan.contract.devicemodel.DeviceModels.MonitorKind;
import io.galvan.contract.devicemodel.DeviceModels.StoredEvent;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stations told of their variables by NotifyEvent. */
final class EventStore {
  /** An event of a station, with the time it counts by. */
  record Told(String chargerId, DeviceEvent event, Instant at) {}

  /** An event with the id that tells those of one time apart. */
  record Listed(StoredEvent event, Instant at, long id) {}

  /** Adds events of stored stations; one that is there already is passed over. */
  Future<?> add(SqlClient sql, List<Told> events, Instant now) {
    return sql.preparedQuery(
            """
            insert into device_event
              (charger_id, event_id, at, trigger, component, component_instance, evse_id,
               connector_id, variable, variable_instance, actual_value, cause, tech_code, tech_info,
               cleared, station_transaction_id, monitor_id, kind, severity, stored_at)
            select g.*, $20 from unnest($1::text[], $2::int[], $3::timestamptz[], $4::text[],
                $5::text[], $6::text[], $7::int[], $8::int[], $9::text[], $10::text[], $11::text[],
                $12::int[], $13::text[], $14::text[], $15::boolean[], $16::text[], $17::int[],
                $18::text[], $19::int[])
              as g(charger_id, event_id, at, trigger, component, component_instance, evse_id,
                   connector_id, variable, variable_instance, actual_value, cause, tech_code,
                   tech_info, cleared, station_transaction_id, monitor_id, kind, severity)
              join charger c on c.id = g.charger_id
            on conflict do nothing
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.texts(events, Told::chargerId))
                .addValue(Sql.ints(events, one -> one.event().eventId()))
                .addValue(Sql.times(events, Told::at))
                .addValue(Sql.texts(events, one -> one.event().trigger()))
                .addValue(Sql.texts(events, one -> one.event().name().component()))
                .addValue(
                    Sql.texts(
                        events,
                        one -> VariableStore.orEmpty(one.event().name().componentInstance())))
                .addValue(Sql.ints(events, one -> one.event().name().evseId()))
                .addValue(Sql.ints(events, one -> one.event().name().connectorId()))
                .addValue(Sql.texts(events, one -> one.event().name().variable()))
                .addValue(
                    Sql.texts(
                        events,
                        one -> VariableStore.orEmpty(one.event().name().variableInstance())))
                .addValue(Sql.texts(events, one -> one.event().actualValue()))
                .addValue(Sql.ints(events, one -> one.event().cause()))
                .addValue(Sql.texts(events, one -> one.event().techCode()))
                .addValue(Sql.texts(events, one -> one.event().techInfo()))
                .addValue(events.stream().map(one -> one.event().cleared()).toArray(Boolean[]::new))
                .addValue(Sql.texts(events, one -> one.event().stationTransactionId()))
                .addValue(Sql.ints(events, one -> one.event().monitorId()))
                .addValue(Sql.texts(events, one -> Sql.name(one.event().kind())))
                .addValue(Sql.ints(events, one -> one.event().severity()))
                .addValue(Sql.time(now)));
  }

  /** Newest first; one more than the page holds, if there are more. */
  Future<List<Listed>> list(SqlClient sql, EventQuery query, @Nullable Cursor after) {
    Conditions conditions = new Conditions();
    equal(conditions, "charger_id = ?", query.chargerId());
    equal(conditions, "lower(component) = lower(? collate \"C\")", query.component());
    equal(conditions, "lower(variable) = lower(? collate \"C\")", query.variable());
    equal(conditions, "trigger = ?", query.trigger());
    if (query.cleared() != null) {
      conditions.add("coalesce(cleared, false) = ?", query.cleared());
    }
    if (after != null) {
      conditions.add("(at, id) < (?, ?)", Sql.time(after.keyTime()), after.idNumber());
    }
    return sql.preparedQuery(
            "select * from device_event"
                + conditions.where()
                + " order by at desc, id desc"
                + Conditions.limit(query.limit()))
        .execute(conditions.parameters())
        .map(
            rows -> {
              List<Listed> events = new ArrayList<>();
              rows.forEach(row -> events.add(listed(row)));
              return events;
            });
  }

  private static void equal(Conditions conditions, String clause, @Nullable String value) {
    if (value != null) {
      conditions.add(clause, Sql.required(value, 100));
    }
  }

  private static Listed listed(Row row) {
    Instant at = Sql.instant(row, "at");
    DeviceEvent event =
        new DeviceEvent(
            row.getInteger("event_id"),
            at,
            row.getString("trigger"),
            VariableStore.name(row),
            row.getString("actual_value"),
            row.getInteger("cause"),
            row.getString("tech_code"),
            row.getString("tech_info"),
            row.getBoolean("cleared"),
            row.getString("station_transaction_id"),
            row.getInteger("monitor_id"),
            Sql.constantOrNull(row, "kind", MonitorKind.class),
            row.getInteger("severity"));
    return new Listed(
        new StoredEvent(row.getString("charger_id"), event, Sql.instant(row, "stored_at")),
        at,
        row.getLong("id"));
  }

  /** Deletes at most so many events stored before then. */
  Future<?> deleteOld(SqlClient sql, Instant storedBefore, int limit) {
    return sql.preparedQuery(
            """
            delete from device_event where id in (
              select id from device_event where stored_at < $1 limit $2 for update skip locked)
            """)
        .execute(Tuple.of(Sql.time(storedBefore), limit));
  }
}
