package io.galvan.charger.devicemodel;

import io.galvan.contract.devicemodel.DeviceModels.Attribute;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.Characteristics;
import io.galvan.contract.devicemodel.DeviceModels.Mutability;
import io.galvan.contract.devicemodel.DeviceModels.Variable;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.DeviceModels.VariableQuery;
import io.galvan.contract.devicemodel.VariableNames;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Variables, their characteristics and the values of their attributes. */
public final class VariableStore {
  static final String ORDER = "variable";

  /** What separates the parts of a cursor's key; no name that is shown may hold it. */
  private static final String PART = "\u001f";

  static final String COMPONENT_IS = "lower(v.component) = lower(? collate \"C\")";
  static final String VARIABLE_IS = "lower(v.variable) = lower(? collate \"C\")";

  /** The names of rows g are the variable's v. */
  private static final String SAME_NAME =
      """
      v.charger_id = g.charger_id and lower(v.component) = lower(g.component collate "C")
        and v.evse_id = g.evse_id and v.connector_id = g.connector_id
        and lower(v.component_instance) = lower(g.component_instance collate "C")
        and lower(v.variable) = lower(g.variable collate "C")
        and lower(v.variable_instance) = lower(g.variable_instance collate "C")
      """;

  private static final String PUT_ATTRIBUTES =
      """
      insert into device_attribute as a
        (variable_id, charger_id, type, value, mutability, persistent, constant, reboot_required,
         updated_at)
      select v.id, g.charger_id, g.type,
        case when g.mutability = 'WriteOnly' then null else g.value end,
        coalesce(g.mutability, 'ReadWrite'), g.persistent, g.constant, g.reboot_required, $14
      from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::int[], $6::text[], $7::text[],
          $8::text[], $9::text[], $10::text[], $11::boolean[], $12::boolean[], $13::boolean[])
        as g(charger_id, component, component_instance, evse_id, connector_id, variable,
             variable_instance, type, value, mutability, persistent, constant, reboot_required)
        join device_variable v on
      """
          + SAME_NAME;

  private static final String VIEW =
      """
      select v.*, (
        select json_agg(json_build_object('type', a.type, 'value', a.value,
          'mutability', a.mutability, 'persistent', a.persistent, 'constant', a.constant,
          'rebootRequired', a.reboot_required, 'updatedAt', a.updated_at) order by a.type)::text
        from device_attribute a where a.variable_id = v.id
      ) as attributes
      from device_variable v
      """;

  /**
   * One variable that a station told of.
   *
   * @param reportId the report that told of it
   */
  record Told(
      String chargerId,
      VariableName name,
      @Nullable Characteristics characteristics,
      @Nullable Long reportId) {}

  /**
   * One value, or all there is to say of an attribute.
   *
   * @param mutability null: as it is known
   */
  record Value(
      String chargerId,
      VariableName name,
      AttributeType type,
      @Nullable String value,
      @Nullable Mutability mutability,
      boolean persistent,
      boolean constant,
      boolean rebootRequired) {}

  /** The stations that exist, kept from being removed until the transaction ends. */
  public Future<Set<String>> hold(SqlClient sql, Set<String> chargerIds) {
    return sql.preparedQuery("select id from charger where id = any($1) order by id for key share")
        .execute(Tuple.of((Object) chargerIds.toArray(String[]::new)))
        .map(
            rows -> {
              Set<String> known = new HashSet<>();
              rows.forEach(row -> known.add(row.getString("id")));
              return known;
            });
  }

  /** How many variables a station has, counted up to a bound. */
  Future<Integer> count(SqlClient sql, String chargerId, int most) {
    return sql.preparedQuery(
            """
            select count(*)::int as n
            from (select from device_variable where charger_id = $1 limit $2) v
            """)
        .execute(Tuple.of(chargerId, most))
        .map(rows -> rows.iterator().next().getInteger("n"));
  }

  /** Writes variables, each once; what is not said of a known one stays. */
  Future<?> putVariables(SqlClient sql, List<Told> variables, Instant now) {
    return sql.preparedQuery(
            """
            insert into device_variable as v
              (charger_id, component, component_instance, evse_id, connector_id, variable,
               variable_instance, data_type, characteristics, report_id, updated_at)
            select g.*, $11 from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::int[],
                $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[])
              as g(charger_id, component, component_instance, evse_id, connector_id, variable,
                   variable_instance, data_type, characteristics, report_id)
            on conflict (charger_id, lower(component), evse_id, connector_id,
                         lower(component_instance), lower(variable), lower(variable_instance))
            do update set
              component = excluded.component, component_instance = excluded.component_instance,
              variable = excluded.variable, variable_instance = excluded.variable_instance,
              data_type = coalesce(excluded.data_type, v.data_type),
              characteristics = coalesce(excluded.characteristics, v.characteristics),
              report_id = coalesce(excluded.report_id, v.report_id),
              updated_at = excluded.updated_at
            """)
        .execute(
            names(variables, Told::chargerId, Told::name)
                .addValue(
                    Sql.texts(
                        variables,
                        told ->
                            told.characteristics() == null
                                ? null
                                : told.characteristics().dataType()))
                .addValue(
                    Sql.texts(
                        variables,
                        told ->
                            told.characteristics() == null
                                ? null
                                : Mapper.write(told.characteristics())))
                .addValue(Sql.longs(variables, Told::reportId))
                .addValue(Sql.time(now)));
  }

  /** Writes values of stored variables, each once. A secret is not kept. */
  Future<?> putValues(SqlClient sql, List<Value> values, Instant now) {
    return sql.preparedQuery(
            PUT_ATTRIBUTES
                + """
                on conflict (variable_id, type) do update set
                  value = case when a.mutability = 'WriteOnly' then null else excluded.value end,
                  reboot_required = excluded.reboot_required, updated_at = excluded.updated_at
                """)
        .execute(values(values, now));
  }

  /** As {@link #putValues}, with all there is to say of the attributes. */
  Future<?> putAttributes(SqlClient sql, List<Value> values, Instant now) {
    return sql.preparedQuery(
            PUT_ATTRIBUTES
                + """
                on conflict (variable_id, type) do update set
                  value = excluded.value, mutability = excluded.mutability,
                  persistent = excluded.persistent, constant = excluded.constant,
                  updated_at = excluded.updated_at
                """)
        .execute(values(values, now));
  }

  private static Tuple values(List<Value> values, Instant now) {
    return names(values, Value::chargerId, Value::name)
        .addValue(Sql.texts(values, value -> value.type().name()))
        .addValue(
            Sql.texts(
                values,
                value -> VariableNames.isSecret(value.name().variable()) ? null : value.value()))
        .addValue(Sql.texts(values, value -> Sql.name(value.mutability())))
        .addValue(Sql.flags(values, Value::persistent))
        .addValue(Sql.flags(values, Value::constant))
        .addValue(Sql.flags(values, Value::rebootRequired))
        .addValue(Sql.time(now));
  }

  private static <T> Tuple names(
      List<T> rows, Function<T, String> chargerId, Function<T, VariableName> name) {
    return Tuple.tuple()
        .addValue(Sql.texts(rows, chargerId::apply))
        .addValue(Sql.texts(rows, row -> name.apply(row).component()))
        .addValue(Sql.texts(rows, row -> orEmpty(name.apply(row).componentInstance())))
        .addValue(Sql.ints(rows, row -> name.apply(row).evseId()))
        .addValue(Sql.ints(rows, row -> name.apply(row).connectorId()))
        .addValue(Sql.texts(rows, row -> name.apply(row).variable()))
        .addValue(Sql.texts(rows, row -> orEmpty(name.apply(row).variableInstance())));
  }

  /**
   * What a station told of a variable's value outside reports; of variables that are not stored
   * nothing is kept, and nothing that is older than what is known.
   */
  public Future<?> hear(SqlClient sql, List<Heard> news) {
    return sql.preparedQuery(
            """
            update device_attribute a set value = g.value, updated_at = g.at
            from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::int[], $6::text[],
                $7::text[], $8::text[], $9::timestamptz[])
              as g(charger_id, component, component_instance, evse_id, connector_id, variable,
                   variable_instance, value, at)
              join device_variable v on
            """
                + SAME_NAME
                + """
            where a.variable_id = v.id and a.type = 'Actual' and a.mutability <> 'WriteOnly'
              and a.updated_at <= g.at
            """)
        .execute(
            names(news, Heard::chargerId, Heard::name)
                .addValue(
                    Sql.texts(
                        news,
                        heard ->
                            VariableNames.isSecret(heard.name().variable()) ? null : heard.value()))
                .addValue(Sql.times(news, Heard::at)));
  }

  public record Heard(String chargerId, VariableName name, String value, Instant at) {}

  /** Values that waited for a reboot are in force. */
  Future<?> clearRebootRequired(SqlClient sql, List<String> chargerIds) {
    return sql.preparedQuery(
            """
            update device_attribute set reboot_required = false
            where charger_id = any($1) and reboot_required
            """)
        .execute(Tuple.of((Object) chargerIds.toArray(String[]::new)));
  }

  /** Removes variables that a station says it does not have. */
  Future<?> remove(SqlClient sql, String chargerId, List<VariableName> names) {
    return sql.preparedQuery(
            """
            delete from device_variable v
            using unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::int[], $6::text[],
                $7::text[])
              as g(charger_id, component, component_instance, evse_id, connector_id, variable,
                   variable_instance)
            where
            """
                + SAME_NAME)
        .execute(names(names, name -> chargerId, name -> name));
  }

  /**
   * Removes what a complete report did not tell of and what was there before it was asked for.
   *
   * @param settable only variables that can be set were asked for
   */
  Future<Integer> removeGone(
      SqlClient sql, String chargerId, long reportId, Instant asked, boolean settable) {
    return sql.preparedQuery(
            """
            delete from device_variable v
            where v.charger_id = $1 and v.report_id is distinct from $2 and v.updated_at < $3
              and (not $4 or exists (
                select from device_attribute a
                where a.variable_id = v.id and a.mutability <> 'ReadOnly'))
            """)
        .execute(Tuple.of(chargerId, reportId, Sql.time(asked), settable))
        .map(rows -> rows.rowCount());
  }

  /** In order of their names; one more than the page holds, if there are more. */
  Future<List<Variable>> list(SqlClient sql, VariableQuery query, @Nullable Cursor after) {
    Conditions conditions = new Conditions().add("v.charger_id = ?", query.chargerId());
    if (query.component() != null) {
      conditions.add(COMPONENT_IS, query.component());
    }
    if (query.variable() != null) {
      conditions.add(VARIABLE_IS, query.variable());
    }
    if (query.evseId() != null) {
      conditions.add("v.evse_id = ?", query.evseId());
    }
    if (query.search() != null && !query.search().isBlank()) {
      String pattern = "%" + query.search().strip().replaceAll("[\\\\%_]", "\\\\$0") + "%";
      conditions.add(
          "(v.component ilike ? or v.component_instance ilike ? or v.variable ilike ?"
              + " or v.variable_instance ilike ? or exists (select from device_attribute s"
              + " where s.variable_id = v.id and s.value ilike ?))",
          pattern,
          pattern,
          pattern,
          pattern,
          pattern);
    }
    if (after != null) {
      String[] key = after.key().split(PART, -1);
      if (key.length != 6 || !key[1].matches("-?\\d{1,9}") || !key[2].matches("-?\\d{1,9}")) {
        throw GalvanException.invalid("cursor", "the cursor does not belong to this list");
      }
      conditions.add(
          "(lower(v.component), v.evse_id, v.connector_id, lower(v.component_instance),"
              + " lower(v.variable), lower(v.variable_instance)) > (lower(? collate \"C\"), ?, ?,"
              + " lower(? collate \"C\"), lower(? collate \"C\"), lower(? collate \"C\"))",
          key[0],
          Integer.valueOf(key[1]),
          Integer.valueOf(key[2]),
          key[3],
          key[4],
          key[5]);
    }
    return sql.preparedQuery(
            VIEW
                + conditions.where()
                + " order by lower(v.component), v.evse_id, v.connector_id,"
                + " lower(v.component_instance), lower(v.variable), lower(v.variable_instance)"
                + Conditions.limit(query.limit()))
        .execute(conditions.parameters())
        .map(VariableStore::variables);
  }

  /** Where a page that ends with this variable ended. */
  static Cursor cursor(Variable last) {
    VariableName name = last.name();
    return new Cursor(
        ORDER,
        String.join(
            PART,
            name.component(),
            String.valueOf(name.evseId()),
            String.valueOf(name.connectorId()),
            orEmpty(name.componentInstance()),
            name.variable(),
            orEmpty(name.variableInstance())),
        "");
  }

  /** The stored variables of these names, by {@link VariableNames#key}. */
  Future<Map<VariableName, Variable>> find(
      SqlClient sql, String chargerId, List<VariableName> names) {
    return sql.preparedQuery(
            VIEW
                + """
                join unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::int[], $6::text[],
                    $7::text[])
                  as g(charger_id, component, component_instance, evse_id, connector_id, variable,
                       variable_instance)
                on
                """
                + SAME_NAME)
        .execute(names(names, name -> chargerId, name -> name))
        .map(
            rows -> {
              Map<VariableName, Variable> found = new HashMap<>();
              variables(rows)
                  .forEach(variable -> found.put(VariableNames.key(variable.name()), variable));
              return found;
            });
  }

  private static List<Variable> variables(Iterable<Row> rows) {
    List<Variable> variables = new ArrayList<>();
    for (Row row : rows) {
      VariableName name = name(row);
      String characteristics = row.getString("characteristics");
      variables.add(
          new Variable(
              name,
              characteristics == null ? null : Mapper.read(characteristics, Characteristics.class),
              attributes(name, row.getString("attributes"))));
    }
    return variables;
  }

  private static List<Attribute> attributes(VariableName name, @Nullable String json) {
    if (json == null) {
      return List.of();
    }
    List<Attribute> attributes = new ArrayList<>();
    for (Attribute one : Mapper.read(json, Attribute[].class)) {
      attributes.add(
          new Attribute(
              one.type(),
              one.value(),
              one.mutability(),
              one.persistent(),
              one.constant(),
              one.mutability() == Mutability.WriteOnly || VariableNames.isSecret(name.variable()),
              one.rebootRequired(),
              one.updatedAt()));
    }
    return attributes;
  }

  /** The name that a row of any of our tables holds. */
  public static VariableName name(Row row) {
    return new VariableName(
        row.getString("component"),
        orNull(row.getString("component_instance")),
        row.getInteger("evse_id"),
        row.getInteger("connector_id"),
        row.getString("variable"),
        orNull(row.getString("variable_instance")));
  }

  public static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
