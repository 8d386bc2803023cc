package io.galvan.charger.diagnostics;

import io.galvan.contract.diagnostics.Uploads.Upload;
import io.galvan.contract.diagnostics.Uploads.UploadKind;
import io.galvan.contract.diagnostics.Uploads.UploadState;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Uploads of diagnostics and logs; their bytes are files. */
final class UploadStore {
  private static final String SELECT =
      "select u.*, f.size, f.sha256 from upload u left join file f on f.id = u.file_id";

  /** What a command asks the charger to upload to somebody else. */
  record Asked(
      String commandId,
      String chargerId,
      UploadKind kind,
      String location,
      @Nullable Integer requestId) {}

  /** A command that no upload stands for yet. */
  record Sent(String commandId, String chargerId, String action, String request) {}

  /**
   * An upload kept from changes by others until the transaction ends.
   *
   * @param secretHash null: the charger uploads to somebody else
   */
  record Held(
      int id,
      String chargerId,
      UploadState state,
      byte @Nullable [] secretHash,
      @Nullable String fileId,
      @Nullable String commandId,
      Instant expiresAt) {}

  Future<Integer> nextNumber(SqlClient sql) {
    return sql.query("select nextval('request_number')")
        .execute()
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  /** Whether there is such a charger. */
  Future<Boolean> open(
      SqlClient sql,
      int id,
      String chargerId,
      UploadKind kind,
      String location,
      byte[] secretHash,
      Instant now,
      Instant expiresAt) {
    return sql.preparedQuery(
            """
            insert into upload
              (id, charger_id, kind, location, secret_hash, request_id, state, created_at,
               expires_at)
            select $1, c.id, $3, $4, $5, $6, 'Requested', $7, $8 from charger c where c.id = $2
            """)
        .execute(
            Tuple.of(
                id,
                chargerId,
                kind.name(),
                location,
                Buffer.buffer(secretHash),
                kind == UploadKind.Diagnostics ? null : id,
                Sql.time(now),
                Sql.time(expiresAt)))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Makes the upload of a command that asks for one to somebody else; leaves one that is there. */
  Future<?> adopt(SqlClient sql, Asked asked, Instant now, Instant expiresAt) {
    return sql.preparedQuery(
            """
            insert into upload
              (charger_id, kind, location, request_id, state, command_id, created_at, expires_at)
            select c.id, $3, $4, $5, 'Requested', $1, $6, $7 from charger c
            where c.id = $2 and not exists (select from upload where command_id = $1)
            on conflict (command_id) do nothing
            """)
        .execute(
            Tuple.of(
                asked.commandId(),
                asked.chargerId(),
                asked.kind().name(),
                asked.location(),
                asked.requestId(),
                Sql.time(now),
                Sql.time(expiresAt)));
  }

  /** The charger's commands that left, whose end is not stored yet, oldest first. */
  Future<List<Sent>> sent(SqlClient sql, String chargerId, Instant since) {
    return sql.preparedQuery(
            """
            select c.id, c.charger_id, c.action, c.request from command c
            where c.charger_id = $1 and c.created_at > $2 and c.sent_at is not null
              and c.action in ('GetDiagnostics', 'GetLog')
              and not exists (select from upload where command_id = c.id)
            order by c.created_at limit 10
            """)
        .execute(Tuple.of(chargerId, Sql.time(since)))
        .map(
            rows -> {
              List<Sent> sent = new ArrayList<>();
              for (Row row : rows) {
                sent.add(
                    new Sent(
                        row.getString("id"),
                        row.getString("charger_id"),
                        row.getString("action"),
                        row.getString("request")));
              }
              return sent;
            });
  }

  Future<@Nullable Held> hold(SqlClient sql, int id) {
    return sql.preparedQuery("select * from upload where id = $1 for update")
        .execute(Tuple.of(id))
        .map(UploadStore::held);
  }

  Future<@Nullable Held> ofCommand(SqlClient sql, String commandId) {
    return sql.preparedQuery("select * from upload where command_id = $1 for update")
        .execute(Tuple.of(commandId))
        .map(UploadStore::held);
  }

  /** The newest of GetDiagnostics, or of GetLog, that the charger did not refuse. */
  Future<@Nullable Held> newest(SqlClient sql, String chargerId, boolean log) {
    return sql.preparedQuery(
            """
            select * from upload
            where charger_id = $1 and (kind <> 'Diagnostics') = $2 and state <> 'Refused'
            order by id desc limit 1 for update
            """)
        .execute(Tuple.of(chargerId, log))
        .map(UploadStore::held);
  }

  Future<@Nullable Held> ofRequest(SqlClient sql, String chargerId, int requestId) {
    return sql.preparedQuery(
            """
            select * from upload where charger_id = $1 and request_id = $2
            order by id desc limit 1 for update
            """)
        .execute(Tuple.of(chargerId, requestId))
        .map(UploadStore::held);
  }

  private static @Nullable Held held(RowSet<Row> rows) {
    for (Row row : rows) {
      Buffer hash = row.getBuffer("secret_hash");
      return new Held(
          row.getInteger("id"),
          row.getString("charger_id"),
          Sql.constant(row, "state", UploadState.class),
          hash == null ? null : hash.getBytes(),
          row.getString("file_id"),
          row.getString("command_id"),
          Sql.instant(row, "expires_at"));
    }
    return null;
  }

  Future<?> move(SqlClient sql, int id, UploadState state) {
    return sql.preparedQuery("update upload set state = $2 where id = $1")
        .execute(Tuple.of(id, state.name()));
  }

  Future<?> told(SqlClient sql, int id, String status) {
    return sql.preparedQuery("update upload set status = $2 where id = $1")
        .execute(Tuple.of(id, status));
  }

  Future<?> setCommand(SqlClient sql, int id, String commandId) {
    return sql.preparedQuery("update upload set command_id = $2 where id = $1")
        .execute(Tuple.of(id, commandId));
  }

  /** The name the charger announced; the one the file came with stands before it. */
  Future<?> announce(SqlClient sql, int id, String fileName) {
    return sql.preparedQuery("update upload set file_name = coalesce(file_name, $2) where id = $1")
        .execute(Tuple.of(id, fileName));
  }

  Future<?> received(SqlClient sql, int id, String fileId, @Nullable String fileName, Instant now) {
    return sql.preparedQuery(
            """
            update upload set state = 'Uploaded', file_id = $2,
              file_name = coalesce($3, file_name), received_at = $4
            where id = $1
            """)
        .execute(Tuple.of(id, fileId, fileName, Sql.time(now)));
  }

  /** Ends the charger's older uploads of logs that a newer GetLog cancelled. */
  Future<?> cancelOlder(SqlClient sql, String chargerId, int id, String word) {
    return sql.preparedQuery(
            """
            update upload set state = 'Failed', status = $3
            where charger_id = $1 and id < $2 and kind <> 'Diagnostics'
              and state in ('Requested', 'Uploading')
            """)
        .execute(Tuple.of(chargerId, id, word));
  }

  /** Ends at most so many uploads that nothing came of. */
  Future<?> expire(SqlClient sql, Instant now, int limit) {
    return sql.preparedQuery(
            """
            update upload set state = 'Expired' where id in (
              select id from upload
              where state in ('Requested', 'Uploading') and expires_at <= $1
              limit $2 for update skip locked)
            """)
        .execute(Tuple.of(Sql.time(now), limit));
  }

  /** Deletes at most so many old uploads; their files are unused then. */
  Future<?> deleteOld(SqlClient sql, Instant createdBefore, int limit) {
    return sql.preparedQuery(
            """
            delete from upload where id in (
              select id from upload where created_at < $1 limit $2 for update skip locked)
            """)
        .execute(Tuple.of(Sql.time(createdBefore), limit));
  }

  Future<@Nullable Upload> get(SqlClient sql, int id) {
    return sql.preparedQuery(SELECT + " where u.id = $1")
        .execute(Tuple.of(id))
        .map(UploadStore::first);
  }

  Future<@Nullable Upload> get(SqlClient sql, String commandId) {
    return sql.preparedQuery(SELECT + " where u.command_id = $1")
        .execute(Tuple.of(commandId))
        .map(UploadStore::first);
  }

  /** Newest first; one more than the page holds, if there are more. */
  Future<List<Upload>> list(SqlClient sql, String chargerId, int limit, @Nullable Cursor after) {
    Conditions conditions = new Conditions().add("u.charger_id = ?", chargerId);
    if (after != null) {
      conditions.add("u.id < ?", after.idNumber());
    }
    return sql.preparedQuery(
            SELECT + conditions.where() + " order by u.id desc" + Conditions.limit(limit))
        .execute(conditions.parameters())
        .map(UploadStore::all);
  }

  private static @Nullable Upload first(RowSet<Row> rows) {
    List<Upload> found = all(rows);
    return found.isEmpty() ? null : found.get(0);
  }

  private static List<Upload> all(Iterable<Row> rows) {
    List<Upload> all = new ArrayList<>();
    for (Row row : rows) {
      all.add(
          new Upload(
              row.getInteger("id"),
              row.getString("charger_id"),
              Sql.constant(row, "kind", UploadKind.class),
              row.getString("location"),
              Sql.constant(row, "state", UploadState.class),
              row.getString("status"),
              row.getString("file_name"),
              row.getString("file_id"),
              row.getLong("size"),
              row.getString("sha256"),
              row.getInteger("request_id"),
              row.getString("command_id"),
              Sql.instant(row, "created_at"),
              Sql.instant(row, "expires_at"),
              Sql.instantOrNull(row, "received_at")));
    }
    return all;
  }
}
