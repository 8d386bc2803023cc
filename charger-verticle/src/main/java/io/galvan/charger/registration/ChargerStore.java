package io.galvan.charger.registration;

import io.galvan.contract.registration.Chargers.Charger;
import io.galvan.contract.registration.Chargers.ChargerQuery;
import io.galvan.contract.registration.Chargers.ChargerSort;
import io.galvan.contract.registration.Chargers.Connector;
import io.galvan.contract.registration.Chargers.EditCharger;
import io.galvan.contract.registration.Chargers.Fleet;
import io.galvan.contract.registration.Chargers.NewCharger;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Chargers as the operator sees them. */
public final class ChargerStore {
  /** Ends a statement that begins {@code with made as (insert into charger ... returning id)}. */
  public static final String WITH_COMPANIONS =
      """
      , with_connection as (insert into connection (charger_id) select id from made),
      with_seen as (insert into seen (charger_id) select id from made)
      select id from made
      """;

  private static final String VIEW =
      """
      select c.*, k.online, k.transport, k.version, k.remote_address,
        case when k.online then k.node_id end as node_id,
        case when k.online then k.since end as connected_at,
        case when k.online then k.security_profile end as connection_security_profile,
        greatest(s.at, k.since) as last_seen_at, p.firmware_status, p.diagnostics_status,
        %s as sort_key
      from charger c
        join connection k on k.charger_id = c.id
        join seen s on s.charger_id = c.id
        left join progress p on p.charger_id = c.id
      """;

  /** Chargers in the order asked for, and each one's sort key. */
  record Sorted(List<Charger> chargers, List<String> keys) {}

  /** False if a charger of that id, in any letter case, exists already. */
  Future<Boolean> create(SqlClient sql, NewCharger charger, Instant now) {
    return sql.preparedQuery(
            """
            with made as (
              insert into charger
                (id, name, site, registration, strict, default_version, auto_created,
                 created_at, updated_at)
              values ($1, $2, $3, $4, $5, $6, false, $7, $7)
              on conflict do nothing
              returning id
            )
            """
                + WITH_COMPANIONS)
        .execute(
            Tuple.of(
                charger.id(),
                charger.name(),
                charger.site(),
                Sql.name(charger.registration()),
                charger.strict(),
                Sql.name(charger.defaultVersion()),
                Sql.time(now)))
        .map(rows -> rows.size() > 0);
  }

  /** False if there is no such charger. */
  Future<Boolean> edit(SqlClient sql, EditCharger charger, Instant now) {
    return sql.preparedQuery(
            """
            update charger set
              name = $2, site = $3, registration = $4, strict = $5, default_version = $6,
              auto_created = false, updated_at = $7
            where id = $1
            """)
        .execute(
            Tuple.of(
                charger.id(),
                charger.name(),
                charger.site(),
                Sql.name(charger.registration()),
                charger.strict(),
                Sql.name(charger.defaultVersion()),
                Sql.time(now)))
        .map(rows -> rows.rowCount() > 0);
  }

  /**
   * Deletes the charger and all that is stored of it but the message log; false if there is none.
   */
  Future<Boolean> delete(SqlClient sql, String id) {
    return sql.preparedQuery("delete from charger where id = $1")
        .execute(Tuple.of(id))
        .map(rows -> rows.rowCount() > 0);
  }

  public Future<@Nullable Charger> get(SqlClient sql, String id) {
    return sql.preparedQuery(VIEW.formatted("c.id") + " where c.id = $1")
        .execute(Tuple.of(id))
        .compose(rows -> withConnectors(sql, rows))
        .map(found -> found.chargers.isEmpty() ? null : found.chargers.get(0));
  }

  /** One charger more than the page holds, if there are more. */
  Future<Sorted> list(SqlClient sql, ChargerQuery query, @Nullable Cursor after) {
    Conditions conditions = new Conditions();
    match(
        conditions,
        query.search(),
        query.registration(),
        query.online(),
        query.status(),
        query.site());
    String key = sortKey(query.sort());
    if (after != null) {
      Object from = isTime(query.sort()) ? Sql.time(after.keyTime()) : after.key();
      conditions.add(
          "(%s, c.id) %s (?, ?)".formatted(key, query.descending() ? "<" : ">"), from, after.id());
    }
    String direction = query.descending() ? " desc" : "";
    return sql.preparedQuery(
            VIEW.formatted(key)
                + conditions.where()
                + (" order by " + key + direction + ", c.id" + direction)
                + Conditions.limit(query.limit()))
        .execute(conditions.parameters())
        .compose(rows -> withConnectors(sql, rows));
  }

  /** Adds the conditions that are given; the charger is c, its connection k. */
  public static void match(
      Conditions conditions,
      @Nullable String search,
      @Nullable Registration registration,
      @Nullable Boolean online,
      @Nullable String status,
      @Nullable String site) {
    if (search != null && !search.isBlank()) {
      String pattern =
          "%" + Sql.required(search.strip(), 200).replaceAll("[\\\\%_]", "\\\\$0") + "%";
      conditions.add(
          "(c.id ilike ? or c.name ilike ? or c.vendor ilike ? or c.model ilike ?"
              + " or c.serial_number ilike ?)",
          pattern,
          pattern,
          pattern,
          pattern,
          pattern);
    }
    if (registration != null) {
      conditions.add("c.registration = ?", registration.name());
    }
    if (online != null) {
      conditions.add("k.online = ?", online);
    }
    if (site != null) {
      conditions.add("c.site = ?", Sql.required(site, 1_000));
    }
    if (status != null) {
      conditions.add(
          // What a station told before it was gone is not how things stand.
          "k.online and exists (select from connector where charger_id = c.id and status = ?)",
          Sql.required(status, 1_000));
    }
  }

  private static boolean isTime(ChargerSort sort) {
    return sort == ChargerSort.lastSeenAt || sort == ChargerSort.createdAt;
  }

  private static String sortKey(ChargerSort sort) {
    return switch (sort) {
      case id -> "c.id";
      case name -> "coalesce(lower(c.name), '') collate \"C\"";
      case lastSeenAt -> "coalesce(greatest(s.at, k.since), timestamptz 'epoch')";
      case createdAt -> "c.created_at";
    };
  }

  private static Future<Sorted> withConnectors(SqlClient sql, RowSet<Row> rows) {
    List<String> ids = new ArrayList<>(rows.size());
    rows.forEach(row -> ids.add(row.getString("id")));
    if (ids.isEmpty()) {
      return Future.succeededFuture(new Sorted(List.of(), List.of()));
    }
    return connectors(sql, ids)
        .map(
            connectors -> {
              List<Charger> chargers = new ArrayList<>(ids.size());
              List<String> keys = new ArrayList<>(ids.size());
              for (Row row : rows) {
                chargers.add(charger(row, connectors.getOrDefault(row.getString("id"), List.of())));
                Object key = row.getValue("sort_key");
                keys.add(
                    key instanceof java.time.OffsetDateTime time
                        ? time.toInstant().toString()
                        : key.toString());
              }
              return new Sorted(chargers, keys);
            });
  }

  private static Future<Map<String, List<Connector>>> connectors(
      SqlClient sql, List<String> chargerIds) {
    return sql.preparedQuery(
            """
            select charger_id, evse_id, connector_id, status, error_code, info, vendor_id,
              vendor_error_code, status_at
            from connector where charger_id = any($1) order by charger_id, evse_id, connector_id
            """)
        .execute(Tuple.of(chargerIds.toArray(String[]::new)))
        .map(
            rows -> {
              Map<String, List<Connector>> connectors = new HashMap<>();
              for (Row row : rows) {
                connectors
                    .computeIfAbsent(row.getString("charger_id"), id -> new ArrayList<>())
                    .add(
                        new Connector(
                            row.getInteger("evse_id"),
                            row.getInteger("connector_id"),
                            row.getString("status"),
                            row.getString("error_code"),
                            row.getString("info"),
                            row.getString("vendor_id"),
                            row.getString("vendor_error_code"),
                            Sql.instant(row, "status_at")));
              }
              return connectors;
            });
  }

  private static Charger charger(Row row, List<Connector> connectors) {
    return new Charger(
        row.getString("id"),
        row.getString("name"),
        row.getString("site"),
        Sql.constant(row, "registration", Registration.class),
        row.getBoolean("strict"),
        Sql.constantOrNull(row, "default_version", OcppVersion.class),
        row.getBoolean("online"),
        Sql.constantOrNull(row, "transport", Transport.class),
        Sql.constantOrNull(row, "version", OcppVersion.class),
        row.getString("node_id"),
        row.getString("remote_address"),
        Sql.instantOrNull(row, "connected_at"),
        Sql.instantOrNull(row, "last_seen_at"),
        Sql.instantOrNull(row, "booted_at"),
        row.getString("vendor"),
        row.getString("model"),
        row.getString("serial_number"),
        row.getString("charge_box_serial_number"),
        row.getString("firmware_version"),
        row.getString("iccid"),
        row.getString("imsi"),
        row.getString("meter_type"),
        row.getString("meter_serial_number"),
        row.getString("firmware_status"),
        row.getString("diagnostics_status"),
        row.getInteger("security_profile"),
        connectors,
        Sql.instant(row, "created_at"),
        Sql.instant(row, "updated_at"),
        row.getString("boot_reason"),
        row.getInteger("connection_security_profile"));
  }

  Future<Fleet> fleet(SqlClient sql) {
    return sql.query(
            """
            select 'registration' as kind, registration as value, count(*) as n
            from charger group by registration
            union all
            select 'status', case when k.online then n.status else 'Disconnected' end, count(*)
            from connector n join connection k on k.charger_id = n.charger_id
            where n.connector_id > 0 group by 2
            union all
            select 'transport', transport, count(*)
            from connection where online group by transport
            """)
        .execute()
        .map(
            rows -> {
              Map<String, Map<String, Long>> counts = new HashMap<>();
              for (Row row : rows) {
                counts
                    .computeIfAbsent(row.getString("kind"), kind -> new TreeMap<>())
                    .put(row.getString("value"), row.getLong("n"));
              }
              Map<String, Long> registrations = counts.getOrDefault("registration", Map.of());
              Map<String, Long> transports = counts.getOrDefault("transport", Map.of());
              return new Fleet(
                  sum(registrations),
                  sum(transports),
                  registrations,
                  counts.getOrDefault("status", Map.of()),
                  transports);
            });
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
