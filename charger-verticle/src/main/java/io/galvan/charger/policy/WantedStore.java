package io.galvan.charger.policy;

import io.galvan.charger.devicemodel.VariableStore;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.policy.WantedVariables.Difference;
import io.galvan.contract.policy.WantedVariables.Drift;
import io.galvan.contract.policy.WantedVariables.SetData;
import io.galvan.contract.policy.WantedVariables.WantedSet;
import io.galvan.contract.policy.WantedVariables.WantedVariable;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets of wanted variables, and where stations differ from them. */
final class WantedStore {
  private static final String VIEW =
      """
      select s.*, (
        select json_agg(json_build_object('component', w.component,
          'componentInstance', nullif(w.component_instance, ''), 'evseId', w.evse_id,
          'connectorId', w.connector_id, 'variable', w.variable,
          'variableInstance', nullif(w.variable_instance, ''), 'type', w.type, 'value', w.value)
          order by w.position)::text
        from wanted_variable w where w.set_id = s.id
      ) as variables
      from wanted_set s
      """;

  /** The stations a set is for; known: their device model is. */
  private static final String STATIONS =
      """
      stations as (
        select c.id, exists (select from device_variable v where v.charger_id = c.id) as known
        from wanted_set s
          join charger c on (s.site is null or s.site = c.site)
            and (s.vendor is null or s.vendor = c.vendor)
            and (s.model is null or s.model = c.model)
          join connection k on k.charger_id = c.id
        where s.id = $1 and (k.version in ('V2_0_1', 'V2_1')
          or exists (select from device_variable v where v.charger_id = c.id))
      )
      """;

  /** Every place where a known station differs; a row of its own for each EVSE. */
  private static final String DRIFT =
      "with "
          + STATIONS
          + """
          , drift as (
            select c.id as charger_id, w.position, coalesce(v.id, 0) as variable_id, w.type,
              coalesce(v.component, w.component) as component,
              coalesce(v.component_instance, w.component_instance) as component_instance,
              coalesce(v.evse_id, w.evse_id, 0) as evse_id,
              coalesce(v.connector_id, w.connector_id, 0) as connector_id,
              coalesce(v.variable, w.variable) as variable,
              coalesce(v.variable_instance, w.variable_instance) as variable_instance,
              a.value, w.value as wanted,
              case when v.id is null then 'Missing'
                when a.mutability = 'ReadOnly' or a.constant then 'ReadOnly'
                else 'Differs' end as difference
            from stations c
              join wanted_variable w on w.set_id = $1
              left join device_variable v on v.charger_id = c.id
                and lower(v.component) = lower(w.component)
                and lower(v.component_instance) = lower(w.component_instance)
                and lower(v.variable) = lower(w.variable)
                and lower(v.variable_instance) = lower(w.variable_instance)
                and (w.evse_id is null or v.evse_id = w.evse_id)
                and (w.connector_id is null or v.connector_id = w.connector_id)
              left join device_attribute a on a.variable_id = v.id and a.type = w.type
            where c.known and not device_value_same(v.data_type, a.value, w.value)
          )
          """;

  Future<?> create(SqlClient sql, String id, SetData data, Instant now) {
    return sql.preparedQuery(
            """
            insert into wanted_set (id, name, site, vendor, model, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $6)
            """)
        .execute(Tuple.of(id, data.name(), data.site(), data.vendor(), data.model(), Sql.time(now)))
        .compose(ok -> putVariables(sql, id, data.variables()));
  }

  /** False if there is no such set. */
  Future<Boolean> replace(SqlClient sql, String id, SetData data, Instant now) {
    return sql.preparedQuery(
            """
            update wanted_set set name = $2, site = $3, vendor = $4, model = $5, updated_at = $6
            where id = $1
            """)
        .execute(Tuple.of(id, data.name(), data.site(), data.vendor(), data.model(), Sql.time(now)))
        .compose(
            rows ->
                rows.rowCount() == 0
                    ? Future.succeededFuture(false)
                    : sql.preparedQuery("delete from wanted_variable where set_id = $1")
                        .execute(Tuple.of(id))
                        .compose(ok -> putVariables(sql, id, data.variables()))
                        .map(true));
  }

  private static Future<?> putVariables(SqlClient sql, String id, List<WantedVariable> variables) {
    return sql.preparedQuery(
            """
            insert into wanted_variable
              (set_id, position, component, component_instance, evse_id, connector_id, variable,
               variable_instance, type, value)
            select $1, g.position, g.component, g.component_instance, g.evse_id, g.connector_id,
              g.variable, g.variable_instance, g.type, g.value
            from unnest($2::text[], $3::text[], $4::int[], $5::int[], $6::text[], $7::text[],
                $8::text[], $9::text[]) with ordinality
              as g(component, component_instance, evse_id, connector_id, variable,
                   variable_instance, type, value, position)
            """)
        .execute(
            Tuple.tuple()
                .addValue(id)
                .addValue(Sql.texts(variables, WantedVariable::component))
                .addValue(
                    Sql.texts(variables, one -> VariableStore.orEmpty(one.componentInstance())))
                .addValue(Sql.ints(variables, WantedVariable::evseId))
                .addValue(Sql.ints(variables, WantedVariable::connectorId))
                .addValue(Sql.texts(variables, WantedVariable::variable))
                .addValue(
                    Sql.texts(variables, one -> VariableStore.orEmpty(one.variableInstance())))
                .addValue(
                    Sql.texts(
                        variables,
                        one ->
                            one.type() == null ? AttributeType.Actual.name() : one.type().name()))
                .addValue(Sql.texts(variables, WantedVariable::value)));
  }

  Future<Boolean> delete(SqlClient sql, String id) {
    return sql.preparedQuery("delete from wanted_set where id = $1")
        .execute(Tuple.of(id))
        .map(rows -> rows.rowCount() > 0);
  }

  Future<Long> count(SqlClient sql) {
    return sql.query("select count(*) from wanted_set")
        .execute()
        .map(rows -> rows.iterator().next().getLong(0));
  }

  Future<@Nullable WantedSet> get(SqlClient sql, String id) {
    return sql.preparedQuery(VIEW + "where s.id = $1")
        .execute(Tuple.of(id))
        .map(rows -> rows.size() == 0 ? null : set(rows.iterator().next()));
  }

  /** Newest first; one more than the page holds, if there are more. */
  Future<List<WantedSet>> list(SqlClient sql, int limit, @Nullable Cursor after) {
    Conditions conditions = new Conditions();
    if (after != null) {
      conditions.add("(s.created_at, s.id) < (?, ?)", Sql.time(after.keyTime()), after.id());
    }
    return sql.preparedQuery(
            VIEW
                + conditions.where()
                + " order by s.created_at desc, s.id desc"
                + Conditions.limit(limit))
        .execute(conditions.parameters())
        .map(
            rows -> {
              List<WantedSet> sets = new ArrayList<>();
              rows.forEach(row -> sets.add(set(row)));
              return sets;
            });
  }

  private static WantedSet set(Row row) {
    String variables = row.getString("variables");
    return new WantedSet(
        row.getString("id"),
        row.getString("name"),
        row.getString("site"),
        row.getString("vendor"),
        row.getString("model"),
        variables == null ? List.of() : List.of(Mapper.read(variables, WantedVariable[].class)),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "updated_at"));
  }

  /** How many stations a set is for and knows, does not know, and how many of them differ. */
  record Counts(long stations, long unknown, long differing) {}

  Future<Counts> counts(SqlClient sql, String id) {
    return sql.preparedQuery(
            DRIFT
                + """
                select count(*) filter (where known) as stations,
                  count(*) filter (where not known) as unknown,
                  (select count(distinct charger_id) from drift) as differing
                from stations
                """)
        .execute(Tuple.of(id))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Counts(
                  row.getLong("stations"), row.getLong("unknown"), row.getLong("differing"));
            });
  }

  /** Where in the list: the station, the variable wanted and the one found. */
  record After(String chargerId, int position, long variableId) {}

  record Place(Drift drift, After after) {}

  /** By station; one more than asked for, if there are more. */
  Future<List<Place>> drift(SqlClient sql, String id, int limit, @Nullable After after) {
    return sql.preparedQuery(
            DRIFT
                + """
                select * from drift
                where $2::text is null or (charger_id, position, variable_id) > ($2, $3, $4)
                order by charger_id, position, variable_id limit $5
                """)
        .execute(
            Tuple.of(
                id,
                after == null ? null : after.chargerId(),
                after == null ? null : after.position(),
                after == null ? null : after.variableId(),
                limit + 1))
        .map(
            rows -> {
              List<Place> places = new ArrayList<>();
              rows.forEach(row -> places.add(place(row)));
              return places;
            });
  }

  private static Place place(Row row) {
    VariableName name = VariableStore.name(row);
    return new Place(
        new Drift(
            row.getString("charger_id"),
            name,
            AttributeType.valueOf(row.getString("type")),
            row.getString("value"),
            row.getString("wanted"),
            Difference.valueOf(row.getString("difference"))),
        new After(
            row.getString("charger_id"), row.getInteger("position"), row.getLong("variable_id")));
  }
}
