package io.galvan.charger.messagelog;

import io.galvan.contract.event.Happening;
import io.galvan.contract.messagelog.DeadLetters.DeadLetter;
import io.galvan.contract.messagelog.DeadLetters.Failed;
import io.galvan.contract.messagelog.DeadLetters.Kept;
import io.galvan.contract.messagelog.DeadLetters.LetterKey;
import io.galvan.contract.messagelog.DeadLetters.LetterPage;
import io.galvan.contract.messagelog.DeadLetters.LetterQuery;
import io.galvan.contract.messagelog.DeadLetters.Repeated;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;

/** Keeps the CALLs that we failed on, at most 1,000 a station. */
final class DeadLetterService {
  static final int MOST_OF_A_STATION = 1_000;

  /** A repetition that takes longer belonged to a node that is gone. */
  private static final Duration CLAIM = Duration.ofMinutes(2);

  private static final Duration KEEP_REPEATED = Duration.ofDays(30);
  private static final String ORDER = "dead_letter";

  private final Pool pool;
  private final Writer writer;
  private final DeadLetterStore store;

  DeadLetterService(Pool pool, Writer writer, DeadLetterStore store) {
    this.pool = pool;
    this.writer = writer;
    this.store = store;
  }

  /** Answers {@code dead_letter.store}. */
  Future<Kept> store(Failed failed) {
    return writer.write(
        unit ->
            store
                .store(unit.sql(), failed)
                .compose(
                    stored -> {
                      if (stored.isEmpty()) {
                        return Future.succeededFuture(new Kept(null));
                      }
                      long id = stored.get().id();
                      if (!stored.get().isNew()) {
                        return Future.succeededFuture(new Kept(id));
                      }
                      unit.emit(
                          failed.chargerId(),
                          new Happening.DeadLetterStored(id, failed.action(), failed.fault()));
                      return store
                          .trim(unit.sql(), failed.chargerId(), MOST_OF_A_STATION)
                          .map(new Kept(id));
                    }));
  }

  /** Answers {@code dead_letter.list}, newest first. */
  Future<LetterPage> list(LetterQuery query) {
    return store
        .list(pool, query, Cursor.decode(query.cursor(), ORDER))
        .map(
            found -> {
              int size = query.limit();
              if (found.size() <= size) {
                return new LetterPage(found, null);
              }
              List<DeadLetter> page = found.subList(0, size);
              DeadLetter last = page.get(size - 1);
              return new LetterPage(
                  page,
                  new Cursor(ORDER, last.lastAt().toString(), String.valueOf(last.id())).encode());
            });
  }

  /** Answers {@code dead_letter.get}. */
  Future<DeadLetter> get(LetterKey key) {
    return store.get(pool, key.id()).map(found -> found.orElseThrow(DeadLetterService::unknown));
  }

  /** Answers {@code dead_letter.delete}. */
  Future<Done> delete(LetterKey key) {
    return writer
        .write(unit -> store.delete(unit.sql(), key.id()))
        .map(
            deleted -> {
              if (!deleted) {
                throw unknown();
              }
              return Done.DONE;
            });
  }

  /** Answers {@code dead_letter.claim}; a letter that was repeated is given as it is. */
  Future<DeadLetter> claim(LetterKey key) {
    return writer.write(
        unit ->
            store
                .claim(unit.sql(), key.id(), unit.now(), unit.now().minus(CLAIM))
                .compose(
                    claimed ->
                        claimed.isPresent()
                            ? Future.succeededFuture(claimed.get())
                            : store
                                .get(unit.sql(), key.id())
                                .map(
                                    found -> {
                                      DeadLetter letter =
                                          found.orElseThrow(DeadLetterService::unknown);
                                      if (letter.repeatedAt() == null) {
                                        throw new GalvanException(
                                            Fault.CONFLICT, "it is being repeated now");
                                      }
                                      return letter;
                                    })));
  }

  /** Answers {@code dead_letter.repeated}. */
  Future<DeadLetter> repeated(Repeated told) {
    return writer.write(
        unit ->
            store
                .repeated(unit.sql(), told, unit.now())
                .map(found -> found.orElseThrow(DeadLetterService::unknown)));
  }

  /** Letters that were handled after all are kept for 30 days. */
  Future<?> deleteOld() {
    return writer.write(
        unit -> store.deleteRepeated(unit.sql(), unit.now().minus(KEEP_REPEATED)).map(Done.DONE));
  }

  private static GalvanException unknown() {
    return GalvanException.notFound("the dead letter");
  }
}
