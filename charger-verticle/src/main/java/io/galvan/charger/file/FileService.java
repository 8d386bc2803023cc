package io.galvan.charger.file;

import io.galvan.contract.file.Files;
import io.galvan.contract.file.Files.Chunk;
import io.galvan.contract.file.Files.ChunkKey;
import io.galvan.contract.file.Files.Content;
import io.galvan.contract.file.Files.FileKey;
import io.galvan.contract.file.Files.OpenFile;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;

/** Keeps files while they are written, and gives them back chunk by chunk. */
public final class FileService {
  private static final Duration ABANDONED_AFTER = Duration.ofHours(1);
  private static final int DELETED_AT_ONCE = 20;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final long maxBytes;
  private final Pool pool;
  private final Writer writer;
  private final FileStore store;

  FileService(Platform platform, Pool pool, Writer writer, FileStore store) {
    this.maxBytes = platform.settings().maxFileBytes();
    this.pool = pool;
    this.writer = writer;
    this.store = store;
  }

  /** Answers {@code file.open}. */
  Future<FileKey> open(OpenFile request) {
    String id = UUID.randomUUID().toString();
    return writer.write(unit -> store.open(unit.sql(), id, unit.now()).map(new FileKey(id)));
  }

  /** Answers {@code file.append}. */
  Future<Done> append(Chunk chunk) {
    int length = chunk.bytes().length;
    if (length == 0 || length > Files.CHUNK_BYTES) {
      throw GalvanException.invalid(
          "bytes", "a chunk must have 1 to " + Files.CHUNK_BYTES + " bytes");
    }
    if (chunk.number() < 0 || (long) chunk.number() * Files.CHUNK_BYTES + length > maxBytes) {
      throw GalvanException.invalid("number", "a file may have " + maxBytes + " bytes");
    }
    return writer.write(
        unit ->
            store
                .append(unit.sql(), chunk, unit.now())
                .compose(
                    written ->
                        written
                            ? Future.succeededFuture(Done.DONE)
                            : Future.failedFuture(GalvanException.notFound("the file"))));
  }

  /** Answers {@code file.read}. */
  Future<Chunk> read(ChunkKey key) {
    return store
        .read(pool, key)
        .compose(
            chunk ->
                chunk == null
                    ? Future.failedFuture(GalvanException.notFound("the file's chunk"))
                    : Future.succeededFuture(chunk));
  }

  /** Answers {@code file.discard}. */
  Future<Done> discard(FileKey key) {
    return writer.write(unit -> store.discard(unit.sql(), key.fileId()).map(Done.DONE));
  }

  /** The file is whole, in the transaction that gives it a meaning; fails when it is not. */
  public Future<?> complete(UnitOfWork unit, Content content) {
    if (!SHA256.matcher(content.sha256()).matches()) {
      throw GalvanException.invalid("sha256", "sha256 must have 64 digits");
    }
    return store
        .complete(unit.sql(), content, unit.now())
        .compose(
            whole ->
                whole
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new GalvanException(Fault.CONFLICT, "the file is not whole", "fileId")));
  }

  /** Deletes what was never completed, and what belonged to something deleted. */
  Future<?> deleteUnused() {
    return writer.write(
        unit ->
            store
                .deleteUnused(unit.sql(), unit.now().minus(ABANDONED_AFTER), DELETED_AT_ONCE)
                .map(Done.DONE));
  }
}
