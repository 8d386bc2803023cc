package io.galvan.charger.devicemodel;

import io.galvan.contract.devicemodel.DeviceModels.Attribute;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.FleetQuery;
import io.galvan.contract.devicemodel.DeviceModels.FleetVariable;
import io.galvan.contract.devicemodel.DeviceModels.Mutability;
import io.galvan.contract.devicemodel.DeviceModels.ValueCount;
import io.galvan.contract.devicemodel.DeviceModels.Variable;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.VariableNames;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One variable across the whole fleet. */
public final class FleetVariableStore {
  private static final int MOST_VALUES = 50;

  /** The most frequent values of a variable across the fleet. */
  Future<List<ValueCount>> counts(SqlClient sql, FleetQuery query, AttributeType type) {
    return sql.preparedQuery(
            """
            select a.value, count(distinct v.charger_id) as stations, count(*) as variables
            from device_variable v join device_attribute a on a.variable_id = v.id
            where lower(v.component) = lower($1 collate "C")
              and lower(v.variable) = lower($2 collate "C") and a.type = $3
            group by a.value order by stations desc, a.value limit $4
            """)
        .execute(Tuple.of(query.component(), query.variable(), type.name(), MOST_VALUES))
        .map(
            rows -> {
              List<ValueCount> counts = new ArrayList<>();
              rows.forEach(
                  row ->
                      counts.add(
                          new ValueCount(
                              row.getString("value"),
                              row.getLong("stations"),
                              row.getLong("variables"))));
              return counts;
            });
  }

  /** A variable across the fleet, by station, with the id that tells its rows apart. */
  record FleetRow(FleetVariable variable, long id) {}

  Future<List<FleetRow>> list(
      SqlClient sql, FleetQuery query, AttributeType type, @Nullable Cursor after) {
    Conditions conditions =
        new Conditions()
            .add(VariableStore.COMPONENT_IS, query.component())
            .add(VariableStore.VARIABLE_IS, query.variable())
            .add("a.type = ?", type.name());
    if (query.value() != null) {
      conditions.add("a.value = ?", query.value());
    }
    if (after != null) {
      conditions.add("(v.charger_id, v.id) > (?, ?)", after.key(), after.idNumber());
    }
    return sql.preparedQuery(
            "select v.*, a.value from device_variable v"
                + " join device_attribute a on a.variable_id = v.id"
                + conditions.where()
                + " order by v.charger_id, v.id"
                + Conditions.limit(query.limit()))
        .execute(conditions.parameters())
        .map(
            rows -> {
              List<FleetRow> found = new ArrayList<>();
              rows.forEach(
                  row ->
                      found.add(
                          new FleetRow(
                              new FleetVariable(
                                  row.getString("charger_id"),
                                  VariableStore.name(row),
                                  type,
                                  row.getString("value")),
                              row.getLong("id"))));
              return found;
            });
  }

  /** These variables of these stations, by station. */
  public Future<Map<String, Map<VariableName, Variable>>> limits(
      SqlClient sql, List<VariableName> names, List<String> chargerIds) {
    return sql.preparedQuery(
            """
            select v.*, a.value, a.updated_at as told_at
            from unnest($1::text[], $2::text[], $3::text[]) as g(component, variable, instance)
              join device_variable v on lower(v.component) = lower(g.component collate "C")
                and lower(v.variable) = lower(g.variable collate "C")
                and lower(v.variable_instance) = lower(g.instance collate "C")
                and v.evse_id = 0 and v.connector_id = 0 and v.component_instance = ''
                and v.charger_id = any($4)
              join device_attribute a on a.variable_id = v.id and a.type = 'Actual'
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.texts(names, VariableName::component))
                .addValue(Sql.texts(names, VariableName::variable))
                .addValue(Sql.texts(names, name -> VariableStore.orEmpty(name.variableInstance())))
                .addValue(chargerIds.toArray(String[]::new)))
        .map(
            rows -> {
              Map<String, Map<VariableName, Variable>> found = new HashMap<>();
              for (Row row : rows) {
                VariableName name = VariableStore.name(row);
                Attribute actual =
                    new Attribute(
                        AttributeType.Actual,
                        row.getString("value"),
                        Mutability.ReadOnly,
                        false,
                        false,
                        false,
                        false,
                        Sql.instant(row, "told_at"));
                found
                    .computeIfAbsent(row.getString("charger_id"), id -> new HashMap<>())
                    .put(VariableNames.key(name), new Variable(name, null, List.of(actual)));
              }
              return found;
            });
  }
}
