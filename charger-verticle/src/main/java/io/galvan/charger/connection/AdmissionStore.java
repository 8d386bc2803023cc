package io.galvan.charger.connection;

import io.galvan.charger.connection.AdmissionService.Stranger;
import io.galvan.charger.registration.ChargerStore;
import io.galvan.contract.connection.Connections.Admission;
import io.galvan.contract.connection.Connections.Live;
import io.galvan.contract.connection.Connections.Security;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is known, by identity in any letter case. */
final class AdmissionStore {
  /** The admissions of those identities that are stored. */
  Future<Map<String, Admission>> find(SqlClient sql, Collection<String> identities) {
    return sql.preparedQuery(
            """
            select g.identity, c.id, c.default_version, c.strict, c.security_profile,
              c.announced_profile, case when k.online then k.node_id end as node_id, k.epoch
            from unnest($1::text[]) as g(identity)
            join charger c on lower(c.id) = lower(g.identity collate "C")
            left join connection k on k.charger_id = c.id
            """)
        .execute(Tuple.of(identities.toArray(String[]::new)))
        .map(
            rows -> {
              Map<String, Admission> found = new HashMap<>();
              for (Row row : rows) {
                found.put(
                    row.getString("identity"),
                    new Admission(
                        true,
                        row.getString("id"),
                        Sql.constantOrNull(row, "default_version", OcppVersion.class),
                        row.getBoolean("strict"),
                        security(row),
                        live(row)));
              }
              return found;
            });
  }

  private static @Nullable Live live(Row row) {
    String nodeId = row.getString("node_id");
    return nodeId == null ? null : new Live(nodeId, row.getLong("epoch"));
  }

  private static Security security(Row row) {
    int profile = row.getInteger("security_profile");
    Integer announced = row.getInteger("announced_profile");
    return new Security(profile, announced);
  }

  /**
   * Stores new identities, as long as no more than so many stored like this wait for an operator,
   * in all and of each network.
   *
   * @return the ids that were stored now; one that another node stored first is not among them
   */
  Future<List<String>> create(
      SqlClient sql,
      List<Stranger> strangers,
      Registration registration,
      Instant now,
      int bound,
      int boundOfANetwork) {
    // In the order of the unique index, so that two batches cannot wait for each other.
    return sql.preparedQuery(
            """
            with asked as (
              select distinct on (lower(g.identity collate "C")) g.identity, g.network, g.n
              from unnest($1::text[], $5::text[]) with ordinality as g(identity, network, n)
              order by lower(g.identity collate "C"), g.n
            ),
            ranked as (
              select *, row_number() over (order by n) as of_all,
                row_number() over (partition by network order by n) as of_network
              from asked
            ),
            made as (
              insert into charger
                (id, registration, strict, auto_created, created_network, created_at, updated_at)
              select r.identity, $2, false, true, r.network, $3, $3
              from ranked r
              where r.of_all <= $4 - (
                  select count(*) from (select from charger where auto_created limit $4) as waiting)
                and (r.network is null or r.of_network <= $6 - (
                  select count(*) from (
                    select from charger where auto_created and created_network = r.network limit $6)
                    as of_network))
              order by lower(r.identity collate "C")
              on conflict do nothing
              returning id
            )
            """
                + ChargerStore.WITH_COMPANIONS)
        .execute(
            Tuple.of(
                Sql.texts(strangers, Stranger::identity),
                registration.name(),
                Sql.time(now),
                (long) bound,
                Sql.texts(strangers, Stranger::network),
                (long) boundOfANetwork))
        .map(AdmissionStore::ids);
  }

  /** Deletes at most so many strangers that are not accepted and away since before these times. */
  Future<List<String>> expire(
      SqlClient sql, Instant neverBootedBefore, Instant bootedBefore, int limit) {
    return sql.preparedQuery(
            """
            delete from charger where id in (
              select c.id from charger c
                join connection k on k.charger_id = c.id
                join seen s on s.charger_id = c.id
              where c.auto_created and not k.online
                and (c.booted_at is null or c.registration <> 'Accepted')
                and greatest(c.created_at, k.closed_at, k.since, s.at)
                  < case when c.booted_at is null then $1::timestamptz else $2::timestamptz end
              order by c.id limit $3 for update of c skip locked)
            returning id
            """)
        .execute(Tuple.of(Sql.time(neverBootedBefore), Sql.time(bootedBefore), limit))
        .map(AdmissionStore::ids);
  }

  private static List<String> ids(Iterable<Row> rows) {
    List<String> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(row.getString("id")));
    return ids;
  }
}
