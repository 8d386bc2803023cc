package io.galvan.charger;

import io.galvan.platform.Platform;
import io.galvan.platform.config.Settings;
import io.galvan.platform.contract.Chargers.LogBatch;
import io.galvan.platform.contract.Chargers.LogEntry;
import io.galvan.platform.contract.Chargers.LogPage;
import io.galvan.platform.contract.Chargers.LogQuery;
import io.galvan.platform.contract.Done;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.GroupCommit;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Keeps and reads the message log. */
final class MessageLogService {
  private static final int MAX_ENTRIES = 20_000;
  private static final int BATCHES_AT_ONCE = 8;
  private static final int BATCHES_WAITING = 100;

  private final Settings settings;
  private final Pool pool;
  private final Writer writer;
  private final MessageLogStore store;
  private final GroupCommit<LogBatch, Done> batches;

  MessageLogService(Platform platform, Pool pool, Writer writer, MessageLogStore store) {
    this.settings = platform.settings();
    this.pool = pool;
    this.writer = writer;
    this.store = store;
    this.batches =
        new GroupCommit<>(
            "log", writer, platform.meters(), BATCHES_AT_ONCE, 1, BATCHES_WAITING, this::appendAll);
  }

  /** Answers {@code charger.log.write}. */
  Future<Done> append(LogBatch batch) {
    if (batch.entries().size() > MAX_ENTRIES) {
      throw GalvanException.invalid(
          "entries", "a batch must have " + MAX_ENTRIES + " entries at most");
    }
    return batch.entries().isEmpty() ? Future.succeededFuture(Done.DONE) : batches.submit(batch);
  }

  private Future<List<Done>> appendAll(UnitOfWork unit, List<LogBatch> batch) {
    List<LogEntry> entries = batch.stream().flatMap(part -> part.entries().stream()).toList();
    return store
        .append(unit.sql(), entries, unit.now())
        .map(batch.stream().map(part -> Done.DONE).toList());
  }

  /** Answers {@code charger.log.read}, newest first. */
  Future<LogPage> read(LogQuery query) {
    return store
        .read(pool, query, Cursor.decode(query.cursor(), "log"))
        .map(
            found -> {
              int size = query.limit();
              if (found.entries().size() <= size) {
                return new LogPage(found.entries(), null);
              }
              Cursor end =
                  new Cursor(
                      "log",
                      found.entries().get(size - 1).at().toString(),
                      found.numbers().get(size - 1).toString());
              return new LogPage(found.entries().subList(0, size), end.encode());
            });
  }

  /** Makes the partitions of today and tomorrow, and drops those past the retention. */
  Future<?> keepDays() {
    return writer
        .write(unit -> store.keepDay(unit.sql(), today(unit)).map(Done.DONE))
        .compose(
            ok -> writer.write(unit -> store.keepDay(unit.sql(), today(unit).plusDays(1)).map(ok)))
        .compose(
            ok ->
                writer.write(
                    unit ->
                        store
                            .dropBefore(
                                unit.sql(),
                                LocalDate.ofInstant(
                                    unit.now().minus(settings.messageLogRetention()),
                                    ZoneOffset.UTC))
                            .map(ok)));
  }

  private static LocalDate today(UnitOfWork unit) {
    return LocalDate.ofInstant(unit.now(), ZoneOffset.UTC);
  }
}
