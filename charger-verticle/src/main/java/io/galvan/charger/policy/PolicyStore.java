package io.galvan.charger.policy;

import io.galvan.contract.policy.Policies.Policy;
import io.galvan.contract.policy.Policies.Scope;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The policies of chargers and of sites. */
public final class PolicyStore {
  private static final String OF_CHARGERS =
      """
      select c.id, p.policy::text as own, s.policy::text as of_site
      from charger c
        left join charger_policy p on p.charger_id = c.id
        left join site_policy s on s.site = c.site
      """;

  /** The heartbeat interval that the policies of a charger c name, in seconds; null for none. */
  public static final String HEARTBEAT_S =
      """
      coalesce(
        (select (p.policy ->> 'heartbeatIntervalS')::int
         from charger_policy p where p.charger_id = c.id),
        (select (s.policy ->> 'heartbeatIntervalS')::int from site_policy s where s.site = c.site))
      """;

  /** What is stored for each known charger and its site, as one; the default is not in it. */
  Future<Map<String, Policy>> ofChargers(SqlClient sql, Set<String> chargerIds) {
    return ofChargers(
        sql, OF_CHARGERS + "where c.id = any($1)", (Object) chargerIds.toArray(String[]::new));
  }

  /** As {@link #ofChargers}, of one charger, which stays as it is until the transaction ends. */
  Future<Optional<Policy>> hold(SqlClient sql, String chargerId) {
    return ofChargers(sql, OF_CHARGERS + "where c.id = $1 for update of c", chargerId)
        .map(found -> Optional.ofNullable(found.get(chargerId)));
  }

  /** As {@link #ofChargers}, of all chargers of a site. */
  Future<Map<String, Policy>> ofSite(SqlClient sql, String site) {
    return ofChargers(sql, OF_CHARGERS + "where c.site = $1", site);
  }

  private static Future<Map<String, Policy>> ofChargers(
      SqlClient sql, String select, Object parameter) {
    return sql.preparedQuery(select)
        .execute(Tuple.of(parameter))
        .map(
            rows -> {
              Map<String, Policy> policies = new HashMap<>();
              for (Row row : rows) {
                policies.put(row.getString("id"), policy(row, "own").or(policy(row, "of_site")));
              }
              return policies;
            });
  }

  private static Policy policy(Row row, String column) {
    String json = row.getString(column);
    return json == null ? Policy.NONE : Mapper.read(json, Policy.class);
  }

  /** The owner's own policy; null when an owner of this scope does not exist. */
  Future<@Nullable Policy> get(SqlClient sql, Scope scope, String owner) {
    String select =
        switch (scope) {
          case Charger ->
              """
              select p.policy::text as own from charger c
              left join charger_policy p on p.charger_id = c.id where c.id = $1
              """;
          case Site ->
              """
              select p.policy::text as own from (select $1::text as site) s
              left join site_policy p on p.site = s.site
              """;
        };
    return sql.preparedQuery(select)
        .execute(Tuple.of(owner))
        .map(rows -> rows.size() == 0 ? null : policy(rows.iterator().next(), "own"));
  }

  Future<?> put(SqlClient sql, Scope scope, String owner, Policy policy) {
    String upsert =
        switch (scope) {
          case Charger ->
              """
              insert into charger_policy (charger_id, policy) values ($1, $2)
              on conflict (charger_id) do update set policy = excluded.policy
              """;
          case Site ->
              """
              insert into site_policy (site, policy) values ($1, $2)
              on conflict (site) do update set policy = excluded.policy
              """;
        };
    return sql.preparedQuery(upsert).execute(Tuple.of(owner, new JsonObject(Mapper.write(policy))));
  }

  Future<?> remove(SqlClient sql, Scope scope, String owner) {
    String delete =
        switch (scope) {
          case Charger -> "delete from charger_policy where charger_id = $1";
          case Site -> "delete from site_policy where site = $1";
        };
    return sql.preparedQuery(delete).execute(Tuple.of(owner));
  }

  /**
   * Until the transaction ends no site's policy changes, or, for one who changes such a policy, no
   * charger moves.
   */
  Future<?> lockSites(SqlClient sql, boolean toChangeThem) {
    String lock = toChangeThem ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared";
    return sql.query("select " + lock + "('site_policy'::regclass::oid::bigint)").execute();
  }
}
