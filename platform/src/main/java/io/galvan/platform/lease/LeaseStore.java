package io.galvan.platform.lease;

import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of leases, which every service has in its schema. Times are the database's own. */
final class LeaseStore {
  /**
   * Looks at the clock. When nobody did for longer than the gap, nobody could renew either: every
   * lease gets a full term from now on.
   *
   * @param gapS in seconds
   * @param termS in seconds
   * @return the time by which leases may be judged
   */
  Future<OffsetDateTime> look(SqlClient sql, double gapS, double termS) {
    return sql.preparedQuery(
            """
            with seen as (select at, clock_timestamp() as now from lease_watch for update),
              looked as (
                update lease_watch w set at = greatest(w.at, s.now) from seen s returning 1),
              grace as (
                update lease l set until = s.now + make_interval(secs => $2)
                from seen s
                where s.now - s.at > make_interval(secs => $1)
                  and l.until < s.now + make_interval(secs => $2)
                returning 1)
            select now from seen
            """)
        .execute(Tuple.of(gapS, termS))
        .map(rows -> rows.iterator().next().getOffsetDateTime("now"));
  }

  /**
   * Takes a lease that is free or lapsed, or renews it when the node has it.
   *
   * @param judgedAt lapsed before then; null takes only what is free
   */
  Future<@Nullable Lease> acquire(
      SqlClient sql, String name, String node, double termS, @Nullable OffsetDateTime judgedAt) {
    // This connection's commits do not wait for the disk, since a lost renewal is nothing; but a
    // number that was given away must not be given again after a crash of the database.
    return sql.preparedQuery(
            """
            insert into lease as l (name, node, fence, since, until)
            select $1, $2, nextval('lease_fence'), t.now, t.now + make_interval(secs => $3)
            from (select clock_timestamp() as now offset 0) t
            on conflict (name) do update set
              node = excluded.node, until = excluded.until,
              fence = case when l.node = excluded.node then l.fence else excluded.fence end,
              since = case when l.node = excluded.node then l.since else excluded.since end
            where l.node = excluded.node or l.until < $4::timestamptz
            returning name, node, fence, since, until,
              case when l.until = l.since + make_interval(secs => $3)
                then set_config('synchronous_commit', 'on', true) end
            """)
        .execute(Tuple.of(name, node, termS, judgedAt))
        .map(rows -> all(rows).stream().findFirst().orElse(null));
  }

  /** Gives it up, if it is still this owner's. */
  Future<Boolean> release(SqlClient sql, Lease lease) {
    return sql.preparedQuery("delete from lease where name = $1 and fence = $2")
        .execute(Tuple.of(lease.name(), lease.fence()))
        .map(rows -> rows.rowCount() > 0);
  }

  /** Those whose names begin so, in the order of their names. */
  Future<List<Lease>> list(SqlClient sql, String prefix) {
    return sql.preparedQuery(
            """
            select name, node, fence, since, until from lease where starts_with(name, $1)
            order by name
            """)
        .execute(Tuple.of(prefix))
        .map(LeaseStore::all);
  }

  /** Those whose names begin so and that lapsed before then. */
  Future<List<Lease>> lapsed(SqlClient sql, String prefix, OffsetDateTime judgedAt) {
    return sql.preparedQuery(
            """
            select name, node, fence, since, until from lease
            where starts_with(name, $1) and until < $2 order by name
            """)
        .execute(Tuple.of(prefix, judgedAt))
        .map(LeaseStore::all);
  }

  /** Whether it is still this owner's; if so it stays that until the transaction ends. */
  static Future<Boolean> hold(SqlClient sql, String name, long fence) {
    return sql.preparedQuery("select 1 from lease where name = $1 and fence = $2 for share")
        .execute(Tuple.of(name, fence))
        .map(rows -> rows.size() > 0);
  }

  private static List<Lease> all(RowSet<Row> rows) {
    List<Lease> leases = new ArrayList<>(rows.size());
    for (Row row : rows) {
      leases.add(
          new Lease(
              row.getString("name"),
              row.getString("node"),
              row.getLong("fence"),
              Sql.instant(row, "since"),
              Sql.instant(row, "until")));
    }
    return leases;
  }
}
