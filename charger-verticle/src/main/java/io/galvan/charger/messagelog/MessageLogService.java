package io.galvan.charger.messagelog;

import io.galvan.contract.messagelog.MessageLogs.LogBatch;
import io.galvan.contract.messagelog.MessageLogs.LogEntry;
import io.galvan.contract.messagelog.MessageLogs.LogPage;
import io.galvan.contract.messagelog.MessageLogs.LogQuery;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.GroupCommit;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps and reads the message log. */
final class MessageLogService {
  private static final int MAX_ENTRIES = 20_000;
  private static final int BATCHES_AT_ONCE = 8;
  private static final int BATCHES_WAITING = 100;

  private static final Duration FLEET_WINDOW = Duration.ofHours(1);
  private static final Duration LONGEST_FLEET_WINDOW = Duration.ofHours(24);
  private static final Duration FLEET_SEARCH = Duration.ofSeconds(5);

  private final Settings settings;
  private final Clock clock;
  private final Pool pool;
  private final Writer writer;
  private final MessageLogStore store;
  private final DeviationService deviations;
  private final GroupCommit<LogBatch, Done> batches;

  MessageLogService(
      Platform platform,
      Pool pool,
      Writer writer,
      MessageLogStore store,
      DeviationService deviations) {
    this.deviations = deviations;
    this.settings = platform.settings();
    this.clock = platform.clock();
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
    return Future.all(
            store.append(unit.sql(), entries, unit.now()), deviations.count(unit, entries))
        .map(batch.stream().map(part -> Done.DONE).toList());
  }

  /** Answers {@code charger.log.read}. */
  Future<LogPage> read(LogQuery query) {
    String order = query.oldestFirst() ? "log oldest first" : "log";
    Cursor after = Cursor.decode(query.cursor(), order);
    return (query.chargerId() == null
            ? pool.withTransaction(sql -> readFleet(sql, bounded(query, after), after))
            : store.read(pool, query, after))
        .map(
            found -> {
              int size = query.limit();
              if (found.entries().size() <= size) {
                return new LogPage(found.entries(), null);
              }
              Cursor end =
                  new Cursor(
                      order,
                      found.entries().get(size - 1).at().toString(),
                      found.numbers().get(size - 1).toString());
              return new LogPage(found.entries().subList(0, size), end.encode());
            });
  }

  /** A search among all chargers that finds little must not keep a connection for long. */
  private Future<MessageLogStore.Entries> readFleet(
      SqlConnection sql, LogQuery query, @Nullable Cursor after) {
    store.limitTime(sql, FLEET_SEARCH);
    return store
        .read(sql, query, after)
        .recover(
            failure ->
                Future.failedFuture(
                    MessageLogStore.tookTooLong(failure)
                        ? GalvanException.invalid(
                            "from", "this takes too long: name a charger or a shorter time")
                        : failure));
  }

  private LogQuery bounded(LogQuery query, @Nullable Cursor after) {
    Instant end = query.to() == null ? clock.instant() : query.to();
    Instant start = query.from();
    if (start == null) {
      // Each page looks so far back from where the one before ended.
      start = (after == null ? end : after.keyTime()).minus(FLEET_WINDOW);
    } else if (Duration.between(start, end).compareTo(LONGEST_FLEET_WINDOW) > 0) {
      throw GalvanException.invalid(
          "from",
          "without a charger, the time from here to the end may be "
              + LONGEST_FLEET_WINDOW.toHours()
              + " hours");
    }
    return new LogQuery(
        null,
        query.action(),
        query.caller(),
        query.messageId(),
        query.errorsOnly(),
        query.error(),
        start,
        query.to(),
        query.oldestFirst(),
        query.limit(),
        query.cursor());
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
