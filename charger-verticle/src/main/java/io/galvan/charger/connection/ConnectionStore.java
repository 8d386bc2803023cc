package io.galvan.charger.connection;

import io.galvan.charger.policy.PolicyStore;
import io.galvan.contract.connection.Connections.Connect;
import io.galvan.contract.connection.Connections.Disconnect;
import io.galvan.contract.connection.Connections.Location;
import io.galvan.contract.registration.Chargers.Registration;
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

/** Which node holds which charger's connection, and when chargers were last heard. */
final class ConnectionStore {
  private static final int NODE_ID_LENGTH = 200;
  private static final int ADDRESS_LENGTH = 200;

  /** A connection that stands now. */
  record Opened(
      long epoch,
      @Nullable String replacedNodeId,
      @Nullable Long replacedEpoch,
      @Nullable Registration registration,
      @Nullable Integer heartbeatIntervalS) {}

  /** A connection that stood until now. */
  record Closed(String chargerId, String nodeId, long epoch) {}

  /** Each charger once; the outcome by charger, none for an unknown one. */
  Future<Map<String, Opened>> open(SqlClient sql, List<Connect> connects, Instant now) {
    return sql.preparedQuery(
            """
            update connection k set
              epoch = nextval('connection_epoch'), online = true, node_id = g.node_id,
              transport = g.transport, version = g.version, remote_address = g.remote_address,
              security_profile = g.security_profile, since = $6, closed_at = null,
              lost_told = false, given_away = false,
              replaced_node_id = case when k.online or k.given_away then k.node_id end,
              replaced_epoch = case when k.online or k.given_away then k.epoch end
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $7::int[],
                $8::bigint[]) as g(charger_id, node_id, transport, version, remote_address,
                  security_profile, may_replace)
              join charger c on c.id = g.charger_id
            where k.charger_id = g.charger_id
              and (g.may_replace is null or not k.online or k.epoch = g.may_replace)
            returning k.charger_id, k.epoch, k.replaced_node_id, k.replaced_epoch,
              case when c.booted_at is not null then c.registration end as registration,
            """
                + PolicyStore.HEARTBEAT_S
                + " as heartbeat")
        .execute(
            Tuple.tuple()
                .addValue(Sql.texts(connects, Connect::chargerId))
                .addValue(
                    Sql.texts(connects, connect -> Sql.text(connect.nodeId(), NODE_ID_LENGTH)))
                .addValue(Sql.texts(connects, connect -> connect.transport().name()))
                .addValue(Sql.texts(connects, connect -> connect.version().name()))
                .addValue(
                    Sql.texts(
                        connects, connect -> Sql.text(connect.remoteAddress(), ADDRESS_LENGTH)))
                .addValue(Sql.time(now))
                .addValue(Sql.ints(connects, Connect::securityProfile))
                .addValue(Sql.longs(connects, Connect::mayReplace)))
        .map(
            rows -> {
              Map<String, Opened> opened = new HashMap<>();
              for (Row row : rows) {
                opened.put(
                    row.getString("charger_id"),
                    new Opened(
                        row.getLong("epoch"),
                        row.getString("replaced_node_id"),
                        row.getLong("replaced_epoch"),
                        Sql.constantOrNull(row, "registration", Registration.class),
                        row.getInteger("heartbeat")));
              }
              return opened;
            });
  }

  /** Closes those connections that still stand with the epoch named. */
  Future<List<Closed>> close(SqlClient sql, List<Disconnect> disconnects, Instant now) {
    return sql.preparedQuery(
            """
            with known as (
              update connection k set given_away = false
              from unnest($1::text[], $2::bigint[]) as g(charger_id, epoch)
              where k.charger_id = g.charger_id and k.epoch = g.epoch and k.given_away)
            update connection k set online = false, closed_at = $3
            from unnest($1::text[], $2::bigint[]) as g(charger_id, epoch)
            where k.charger_id = g.charger_id and k.epoch = g.epoch and k.online
            returning k.charger_id, k.node_id, k.epoch
            """)
        .execute(
            Tuple.of(
                Sql.texts(disconnects, Disconnect::chargerId),
                Sql.longs(disconnects, Disconnect::epoch),
                Sql.time(now)))
        .map(ConnectionStore::closed);
  }

  static List<Closed> closed(Iterable<Row> rows) {
    List<Closed> closed = new ArrayList<>();
    for (Row row : rows) {
      closed.add(
          new Closed(row.getString("charger_id"), row.getString("node_id"), row.getLong("epoch")));
    }
    return closed;
  }

  /**
   * Marks at most so many chargers that are away since before then as told lost.
   *
   * @param givenAwayBefore for those of which nobody saw that they left
   */
  Future<List<String>> markLost(
      SqlClient sql, Instant awaySinceBefore, Instant givenAwayBefore, int limit) {
    return sql.preparedQuery(
            """
            update connection set lost_told = true
            where charger_id in (
              select charger_id from connection
              where not online and not lost_told and closed_at is not null and closed_at < $1
                and (not given_away or closed_at < $2)
              limit $3 for update skip locked)
            returning charger_id
            """)
        .execute(Tuple.of(Sql.time(awaySinceBefore), Sql.time(givenAwayBefore), limit))
        .map(
            rows -> {
              List<String> lost = new ArrayList<>();
              rows.forEach(row -> lost.add(row.getString("charger_id")));
              return lost;
            });
  }

  /** Where these chargers are; those that are not known are left out. */
  Future<Map<String, Location>> locate(SqlClient sql, Collection<String> chargerIds, Instant now) {
    return sql.preparedQuery(
            """
            select k.charger_id, case when k.online then k.node_id end as node_id, k.epoch,
              k.security_profile, c.unproven_secrets_until > $2 as secrets_confirmed
            from connection k join charger c on c.id = k.charger_id
            where k.charger_id = any($1::text[])
            """)
        .execute(Tuple.of(chargerIds.toArray(String[]::new), Sql.time(now)))
        .map(
            rows -> {
              Map<String, Location> located = new HashMap<>();
              for (Row row : rows) {
                located.put(
                    row.getString("charger_id"),
                    new Location(
                        row.getString("charger_id"),
                        row.getString("node_id"),
                        row.getLong("epoch"),
                        row.getInteger("security_profile"),
                        Boolean.TRUE.equals(row.getBoolean("secrets_confirmed"))));
              }
              return located;
            });
  }

  /**
   * When chargers were last heard; never goes back, and chargers that are not known are passed
   * over.
   */
  Future<?> seen(SqlClient sql, List<Map.Entry<String, Instant>> heard) {
    // A crash may cost the last moments of this; what follows is heard again.
    sql.query("set local synchronous_commit = off").execute();
    return sql.preparedQuery(
            """
            update seen s set at = g.at
            from unnest($1::text[], $2::timestamptz[]) as g(charger_id, at)
            where s.charger_id = g.charger_id and (s.at is null or s.at < g.at)
            """)
        .execute(
            Tuple.tuple()
                .addArrayOfString(Sql.texts(heard, Map.Entry::getKey))
                .addArrayOfOffsetDateTime(Sql.times(heard, Map.Entry::getValue)));
  }

  /**
   * Until when secrets may go over a connection that has proved nothing; false: no such charger.
   */
  Future<Boolean> confirmSecrets(SqlClient sql, String chargerId, @Nullable Instant until) {
    return sql.preparedQuery("update charger set unproven_secrets_until = $2 where id = $1")
        .execute(Tuple.of(chargerId, until == null ? null : Sql.time(until)))
        .map(rows -> rows.rowCount() > 0);
  }
}
