package io.galvan.charger.monitoring;

import io.galvan.charger.devicemodel.ReportedMonitors;
import io.galvan.charger.devicemodel.VariableStore;
import io.galvan.contract.devicemodel.DeviceModels.Monitor;
import io.galvan.contract.devicemodel.DeviceModels.MonitorKind;
import io.galvan.contract.devicemodel.DeviceModels.Monitors;
import io.galvan.contract.devicemodel.DeviceModels.StoredMonitor;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What watches the variables of stations. */
final class MonitorStore implements ReportedMonitors {
  /** Writes monitors, each id once; a kind that is not told stays as it is known. */
  @Override
  public Future<?> put(
      SqlClient sql,
      String chargerId,
      List<Monitor> monitors,
      @Nullable Long reportId,
      Instant now) {
    return sql.preparedQuery(
            """
            insert into device_monitor as m
              (charger_id, monitor_id, component, component_instance, evse_id, connector_id,
               variable, variable_instance, type, value, severity, transaction, kind, report_id,
               updated_at)
            select c.id, g.*, $14, $15 from unnest($2::int[], $3::text[], $4::text[], $5::int[],
                $6::int[], $7::text[], $8::text[], $9::text[], $10::text[]::numeric[], $11::int[],
                $12::boolean[], $13::text[])
              as g(monitor_id, component, component_instance, evse_id, connector_id, variable,
                   variable_instance, type, value, severity, transaction, kind)
              join charger c on c.id = $1
            on conflict (charger_id, monitor_id) do update set
              component = excluded.component, component_instance = excluded.component_instance,
              evse_id = excluded.evse_id, connector_id = excluded.connector_id,
              variable = excluded.variable, variable_instance = excluded.variable_instance,
              type = excluded.type, value = excluded.value, severity = excluded.severity,
              transaction = excluded.transaction, kind = coalesce(excluded.kind, m.kind),
              report_id = coalesce(excluded.report_id, m.report_id),
              updated_at = excluded.updated_at
            """)
        .execute(
            Tuple.tuple()
                .addValue(chargerId)
                .addValue(Sql.ints(monitors, Monitor::id))
                .addValue(Sql.texts(monitors, one -> one.name().component()))
                .addValue(
                    Sql.texts(
                        monitors, one -> VariableStore.orEmpty(one.name().componentInstance())))
                .addValue(Sql.ints(monitors, one -> one.name().evseId()))
                .addValue(Sql.ints(monitors, one -> one.name().connectorId()))
                .addValue(Sql.texts(monitors, one -> one.name().variable()))
                .addValue(
                    Sql.texts(
                        monitors, one -> VariableStore.orEmpty(one.name().variableInstance())))
                .addValue(Sql.texts(monitors, Monitor::type))
                .addValue(Sql.texts(monitors, one -> one.value().toString()))
                .addValue(Sql.ints(monitors, Monitor::severity))
                .addValue(Sql.flags(monitors, Monitor::transaction))
                .addValue(Sql.texts(monitors, one -> Sql.name(one.kind())))
                .addValue(reportId)
                .addValue(Sql.time(now)));
  }

  /** Keeps the newest ones of a station that tells of too many. */
  @Override
  public Future<?> bound(SqlClient sql, String chargerId, int most) {
    return sql.preparedQuery(
            """
            delete from device_monitor where charger_id = $1 and monitor_id in (
              select monitor_id from device_monitor where charger_id = $1
              order by updated_at desc, monitor_id offset $2)
            """)
        .execute(Tuple.of(chargerId, most));
  }

  Future<?> remove(SqlClient sql, String chargerId, List<Integer> ids) {
    return sql.preparedQuery(
            "delete from device_monitor where charger_id = $1 and monitor_id = any($2)")
        .execute(Tuple.tuple().addValue(chargerId).addValue(ids.toArray(Integer[]::new)));
  }

  /** Removes all of these kinds; of a monitor whose kind is not known nothing is. */
  Future<?> removeKinds(SqlClient sql, String chargerId, List<MonitorKind> kinds) {
    return sql.preparedQuery("delete from device_monitor where charger_id = $1 and kind = any($2)")
        .execute(Tuple.tuple().addValue(chargerId).addValue(Sql.texts(kinds, MonitorKind::name)));
  }

  /** Removes what a complete report did not tell of and what was there before it was asked for. */
  @Override
  public Future<?> removeGone(SqlClient sql, String chargerId, long reportId, Instant asked) {
    return sql.preparedQuery(
            """
            delete from device_monitor
            where charger_id = $1 and report_id is distinct from $2 and updated_at < $3
            """)
        .execute(Tuple.of(chargerId, reportId, Sql.time(asked)));
  }

  /** The base or level that a station has accepted; null: as before. */
  Future<?> accepted(
      SqlClient sql, String chargerId, @Nullable String base, @Nullable Integer level) {
    return sql.preparedQuery(
            """
            insert into device_monitoring as m (charger_id, base, level)
            select id, $2, $3 from charger where id = $1
            on conflict (charger_id) do update set
              base = coalesce(excluded.base, m.base), level = coalesce(excluded.level, m.level)
            """)
        .execute(Tuple.of(chargerId, base, level));
  }

  Future<Monitors> get(SqlClient sql, String chargerId) {
    Future<List<StoredMonitor>> items =
        sql.preparedQuery("select * from device_monitor where charger_id = $1 order by monitor_id")
            .execute(Tuple.of(chargerId))
            .map(
                rows -> {
                  List<StoredMonitor> monitors = new ArrayList<>();
                  rows.forEach(row -> monitors.add(monitor(row)));
                  return monitors;
                });
    return sql.preparedQuery("select base, level from device_monitoring where charger_id = $1")
        .execute(Tuple.of(chargerId))
        .compose(
            rows -> {
              Row row = rows.size() == 0 ? null : rows.iterator().next();
              return items.map(
                  monitors ->
                      new Monitors(
                          chargerId,
                          row == null ? null : row.getString("base"),
                          row == null ? null : row.getInteger("level"),
                          monitors));
            });
  }

  private static StoredMonitor monitor(Row row) {
    return new StoredMonitor(
        new Monitor(
            row.getInteger("monitor_id"),
            VariableStore.name(row),
            row.getString("type"),
            row.getBigDecimal("value"),
            row.getInteger("severity"),
            row.getBoolean("transaction"),
            Sql.constantOrNull(row, "kind", MonitorKind.class)),
        Sql.instant(row, "updated_at"));
  }
}
