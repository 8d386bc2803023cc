package io.galvan.charger.connection;

import io.galvan.contract.connection.Nodes.Session;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Connections that count as closed since their node is away, and those that stand after all. */
final class StandingStore {
  /**
   * Gives away at most so many connections of a node, in the order of their chargers. A row that
   * another transaction holds is left to the next time.
   *
   * @param after the last charger of the piece before; empty for the first
   */
  Future<List<ConnectionStore.Closed>> giveAway(
      SqlClient sql, String nodeId, String after, Instant now, int limit) {
    return sql.preparedQuery(
            """
            with gone as (
                select charger_id from connection
                where node_id = $1 and online and charger_id > $2
                order by charger_id limit $3 for update skip locked),
              closed as (
                update connection k set online = false, closed_at = $4, given_away = true
                from gone where k.charger_id = gone.charger_id
                returning k.charger_id, k.node_id, k.epoch)
            select * from closed order by charger_id
            """)
        .execute(Tuple.of(nodeId, after, limit, Sql.time(now)))
        .map(ConnectionStore::closed);
  }

  /** Whether any connection of the node stands. */
  Future<Boolean> hasAny(SqlClient sql, String nodeId) {
    return sql.preparedQuery("select 1 from connection where node_id = $1 and online limit 1")
        .execute(Tuple.of(nodeId))
        .map(rows -> rows.size() > 0);
  }

  /** The nodes that have connections and no lease: those of a version that knew of none. */
  Future<List<String>> nodesWithoutLease(SqlClient sql) {
    return sql.query(
            """
            select distinct node_id from connection k
            where online and node_id is not null
              and not exists (select 1 from lease where name = 'node/' || k.node_id)
            """)
        .execute()
        .map(
            rows -> {
              List<String> nodes = new ArrayList<>();
              rows.forEach(row -> nodes.add(row.getString("node_id")));
              return nodes;
            });
  }

  /** Gives away those of these connections that stand. */
  Future<List<ConnectionStore.Closed>> missing(SqlClient sql, List<Session> missing, Instant now) {
    return sql.preparedQuery(
            """
            update connection k set online = false, closed_at = $3, given_away = true
            from unnest($1::text[], $2::bigint[]) as g(charger_id, epoch)
            where k.charger_id = g.charger_id and k.epoch = g.epoch and k.online
            returning k.charger_id, k.node_id, k.epoch
            """)
        .execute(
            Tuple.of(
                Sql.texts(missing, Session::chargerId),
                Sql.longs(missing, Session::epoch),
                Sql.time(now)))
        .map(ConnectionStore::closed);
  }

  /** A connection that counted as closed and stands again. */
  record Reopened(String chargerId, long epoch, Transport transport, OcppVersion version) {}

  /** Those of these connections that were given away. */
  Future<List<Session>> givenAway(SqlClient sql, List<Session> heard) {
    return sql.preparedQuery(
            """
            select k.charger_id, k.epoch
            from unnest($1::text[], $2::bigint[]) as g(charger_id, epoch)
              join connection k on k.charger_id = g.charger_id and k.epoch = g.epoch
            where k.given_away
            """)
        .execute(sessions(heard))
        .map(StandingStore::sessions);
  }

  /** Opens those of these connections again that were given away, and are still the newest. */
  Future<List<Reopened>> reopen(SqlClient sql, List<Session> standing) {
    return sql.preparedQuery(
            """
            update connection k set online = true, given_away = false, closed_at = null,
              lost_told = false
            from unnest($1::text[], $2::bigint[]) as g(charger_id, epoch)
            where k.charger_id = g.charger_id and k.epoch = g.epoch
              and k.given_away and not k.online
            returning k.charger_id, k.epoch, k.transport, k.version
            """)
        .execute(sessions(standing))
        .map(
            rows -> {
              List<Reopened> reopened = new ArrayList<>();
              for (Row row : rows) {
                reopened.add(
                    new Reopened(
                        row.getString("charger_id"),
                        row.getLong("epoch"),
                        Sql.constant(row, "transport", Transport.class),
                        Sql.constant(row, "version", OcppVersion.class)));
              }
              return reopened;
            });
  }

  /** Those of these sessions that a newer one replaced, or whose charger was removed. */
  Future<List<Session>> replaced(SqlClient sql, List<Session> standing) {
    return sql.preparedQuery(
            """
            select g.charger_id, g.epoch from unnest($1::text[], $2::bigint[]) as g(charger_id, epoch)
              left join connection k on k.charger_id = g.charger_id
            where k.epoch is null or k.epoch > g.epoch
            """)
        .execute(sessions(standing))
        .map(StandingStore::sessions);
  }

  /** Connections of a node that stand since before then, in the order of their chargers. */
  Future<List<Session>> stored(
      SqlClient sql, String nodeId, String after, Instant sinceBefore, int limit) {
    return sql.preparedQuery(
            """
            select charger_id, epoch from connection
            where node_id = $1 and online and charger_id > $2 and since < $3
            order by charger_id limit $4
            """)
        .execute(Tuple.of(nodeId, after, Sql.time(sinceBefore), limit))
        .map(StandingStore::sessions);
  }

  private static Tuple sessions(List<Session> sessions) {
    return Tuple.tuple()
        .addValue(Sql.texts(sessions, Session::chargerId))
        .addValue(Sql.longs(sessions, Session::epoch));
  }

  private static List<Session> sessions(Iterable<Row> rows) {
    List<Session> sessions = new ArrayList<>();
    rows.forEach(row -> sessions.add(new Session(row.getString(0), row.getLong(1))));
    return sessions;
  }
}
