package io.galvan.charger.command;

import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.Taken;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands that wait for a connection: Queued, and in no node's hands. */
final class WaitingStore {
  /**
   * The node takes up waiting commands of its connected and accepted chargers, oldest first; those
   * too that another node took up on an older connection and has not sent, which it cannot any
   * more.
   */
  Future<List<Taken>> take(SqlClient sql, String nodeId, Duration settled, Instant now, int limit) {
    return sql.preparedQuery(
            """
            update command c set node_id = $1, taken_at = $2
            from connection k
            where k.charger_id = c.charger_id and c.id in (
              select w.id
              from command w
                join connection l on l.charger_id = w.charger_id
                join charger g on g.id = w.charger_id
              where w.state = 'Queued' and w.expires_at > $2
                and (w.node_id is null or (w.node_id <> $1 and w.taken_at < l.since))
                and l.online and l.node_id = $1
                and g.registration = 'Accepted' and g.booted_at is not null
                and (l.since < $3 or g.booted_at >= l.since)
              order by w.created_at
              limit $4
              for update of w skip locked)
            returning c.*, k.epoch
            """)
        .execute(Tuple.of(nodeId, Sql.time(now), Sql.time(now.minus(settled)), limit))
        .map(
            rows -> {
              List<Taken> taken = new ArrayList<>();
              rows.forEach(
                  row ->
                      taken.add(
                          new Taken(
                              CommandStore.command(row),
                              row.getLong("epoch"),
                              Sql.instant(row, "taken_at"))));
              taken.sort(Comparator.comparing(one -> one.command().createdAt()));
              return taken;
            });
  }

  /**
   * It waits again, as its node says that it never left; null if it does not wait or has moved on.
   */
  Future<@Nullable Command> release(
      SqlClient sql, String id, String why, @Nullable Instant takenAt) {
    return sql.preparedQuery(
            """
            update command set state = 'Queued', sent_at = null, node_id = null, taken_at = null,
              error_description = $2
            where id = $1 and state in ('Queued', 'Sent') and expires_at is not null
              and ($3::timestamptz is null or taken_at is null or taken_at = $3)
            returning *
            """)
        .execute(Tuple.of(id, why, takenAt == null ? null : Sql.time(takenAt)))
        .map(CommandStore::first);
  }

  /** What a fallen node had taken up and not sent waits again. */
  Future<?> releaseOf(SqlClient sql, String nodeId) {
    return sql.preparedQuery(
            """
            update command set node_id = null, taken_at = null
            where node_id = $1 and state = 'Queued' and expires_at is not null
            """)
        .execute(Tuple.of(nodeId));
  }

  /** Null if it is not one that waits. */
  Future<@Nullable Command> cancel(SqlClient sql, String chargerId, String id, Instant now) {
    return sql.preparedQuery(
            CommandStore.ended(
                """
                update command set state = 'Cancelled', closed_at = $3
                where id = $1 and charger_id = $2 and state = 'Queued' and node_id is null
                returning *
                """))
        .execute(Tuple.of(id, chargerId, Sql.time(now)))
        .map(CommandStore::first);
  }

  /** Ends at most so many waiting commands whose time is over. */
  Future<List<Command>> expire(SqlClient sql, Instant now, int limit) {
    return sql.preparedQuery(
            CommandStore.ended(
                """
                update command set state = 'Expired', closed_at = $1,
                  error_description = 'the charging station was not ready for it in time'
                where id in (
                  select id from command
                  where state = 'Queued' and node_id is null and expires_at <= $1
                  limit $2 for update skip locked)
                returning *
                """))
        .execute(Tuple.of(Sql.time(now), limit))
        .map(CommandStore::all);
  }
}
