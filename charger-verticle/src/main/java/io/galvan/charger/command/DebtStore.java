package io.galvan.charger.command;

import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which followers have not seen which command's end yet, since they failed. */
final class DebtStore {
  /**
   * @param tries how often the follower has failed
   */
  record Debt(long id, String commandId, String follower, int tries) {}

  /** From here on a follower's work can be undone alone. */
  Future<?> savepoint(SqlClient sql) {
    return sql.query("savepoint follower").execute();
  }

  Future<?> release(SqlClient sql) {
    return sql.query("release savepoint follower").execute();
  }

  /** Undoes all since the savepoint. */
  Future<?> undo(SqlClient sql) {
    return sql.query("rollback to savepoint follower").execute();
  }

  /** The followers that owe a charger something. */
  Future<Set<String>> owing(SqlClient sql, String chargerId) {
    return sql.preparedQuery("select distinct follower from follower_debt where charger_id = $1")
        .execute(Tuple.of(chargerId))
        .map(
            rows -> {
              Set<String> owing = new HashSet<>(0);
              rows.forEach(row -> owing.add(row.getString("follower")));
              return owing;
            });
  }

  /** The follower is called for the command's end from then on; once, whatever end it is. */
  Future<?> owe(
      SqlClient sql,
      String commandId,
      String chargerId,
      String follower,
      String reason,
      Instant dueAt) {
    return sql.preparedQuery(
            """
            insert into follower_debt (command_id, charger_id, follower, due_at, reason)
            values ($1, $2, $3, $4, $5)
            on conflict (command_id, follower) do nothing
            """)
        .execute(Tuple.of(commandId, chargerId, follower, Sql.time(dueAt), reason));
  }

  /** Of each charger and follower the oldest one, if its time has come. */
  Future<List<Debt>> due(SqlClient sql, Instant now, int limit) {
    return sql.preparedQuery(
            """
            select d.id, d.command_id, d.follower, d.tries from follower_debt d
            where d.due_at <= $1 and not exists (
              select from follower_debt o
              where o.charger_id = d.charger_id and o.follower = d.follower and o.id < d.id)
            order by d.due_at limit $2
            """)
        .execute(Tuple.of(Sql.time(now), limit))
        .map(
            rows -> {
              List<Debt> due = new ArrayList<>();
              for (Row row : rows) {
                due.add(
                    new Debt(
                        row.getLong("id"),
                        row.getString("command_id"),
                        row.getString("follower"),
                        row.getInteger("tries")));
              }
              return due;
            });
  }

  /** Whether it was still owed; nobody else pays it until the transaction ends. */
  Future<Boolean> pay(SqlClient sql, long id) {
    return sql.preparedQuery("delete from follower_debt where id = $1")
        .execute(Tuple.of(id))
        .map(rows -> rows.rowCount() > 0);
  }

  Future<?> failedAgain(SqlClient sql, long id, @Nullable String reason, Instant dueAt) {
    return sql.preparedQuery(
            """
            update follower_debt set tries = tries + 1, reason = $2, due_at = $3 where id = $1
            """)
        .execute(Tuple.of(id, String.valueOf(reason), Sql.time(dueAt)));
  }
}
