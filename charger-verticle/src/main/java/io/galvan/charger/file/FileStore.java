package io.galvan.charger.file;

import io.galvan.contract.file.Files.Chunk;
import io.galvan.contract.file.Files.ChunkKey;
import io.galvan.contract.file.Files.Content;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Files in chunks. */
final class FileStore {
  Future<?> open(SqlClient sql, String id, Instant now) {
    return sql.preparedQuery("insert into file (id, touched_at) values ($1, $2)")
        .execute(Tuple.of(id, Sql.time(now)));
  }

  /** Whether there is such a file that is still written. */
  Future<Boolean> append(SqlClient sql, Chunk chunk, Instant now) {
    return sql.preparedQuery(
            """
            with touched as (
              update file set touched_at = $4 where id = $1 and completed_at is null returning id
            )
            insert into file_chunk (file_id, number, bytes) select id, $2, $3 from touched
            """)
        .execute(
            Tuple.of(chunk.fileId(), chunk.number(), Buffer.buffer(chunk.bytes()), Sql.time(now)))
        .map(rows -> rows.rowCount() == 1);
  }

  Future<@Nullable Chunk> read(SqlClient sql, ChunkKey key) {
    return sql.preparedQuery("select bytes from file_chunk where file_id = $1 and number = $2")
        .execute(Tuple.of(key.fileId(), key.number()))
        .map(
            rows -> {
              Iterator<Row> found = rows.iterator();
              return found.hasNext()
                  ? new Chunk(
                      key.fileId(), key.number(), found.next().getBuffer("bytes").getBytes())
                  : null;
            });
  }

  /** Whether the file was still written and holds that many bytes in chunks without a gap. */
  Future<Boolean> complete(SqlClient sql, Content content, Instant now) {
    return sql.preparedQuery(
            """
            update file set size = $2, sha256 = $3, completed_at = $4
            where id = $1 and completed_at is null and (
              select coalesce(sum(octet_length(bytes)), 0) = $2
                and count(*) = coalesce(max(number) + 1, 0)
              from file_chunk where file_id = $1)
            """)
        .execute(Tuple.of(content.fileId(), content.size(), content.sha256(), Sql.time(now)))
        .map(rows -> rows.rowCount() == 1);
  }

  /** A complete file belongs to whoever completed it, and stays. */
  Future<?> discard(SqlClient sql, String id) {
    return sql.preparedQuery("delete from file where id = $1 and completed_at is null")
        .execute(Tuple.of(id));
  }

  /** Deletes at most so many files that nobody goes on writing or that nobody needs any more. */
  Future<?> deleteUnused(SqlClient sql, Instant untouchedSince, int limit) {
    return sql.preparedQuery(
            """
            delete from file where id in (
              select id from file f
              where touched_at < $1 and (completed_at is null or (
                not exists (select from firmware where id = f.id)
                and not exists (select from upload where file_id = f.id)))
              limit $2 for update skip locked)
            """)
        .execute(Tuple.of(Sql.time(untouchedSince), limit));
  }
}
