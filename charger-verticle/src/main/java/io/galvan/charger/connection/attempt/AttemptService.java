package io.galvan.charger.connection.attempt;

import io.galvan.charger.connection.attempt.AttemptBook.Folded;
import io.galvan.contract.connection.ConnectionAttempts.Attempt;
import io.galvan.contract.connection.ConnectionAttempts.AttemptPage;
import io.galvan.contract.connection.ConnectionAttempts.AttemptQuery;
import io.galvan.contract.connection.ConnectionAttempts.Familiar;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.contract.connection.ConnectionAttempts.StationAddress;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Counts attempts to connect and keeps a bounded record of them. What was told is stored within a
 * second; a crash may cost the last second, no more.
 */
public final class AttemptService {
  /** How long attempts are kept. */
  public static final Duration KEPT = Duration.ofDays(30);

  private static final Duration TRIM_ACCEPTED = Duration.ofHours(1);
  private static final int ROWS_A_COMMIT = 1_000;
  private static final String ORDER = "connection attempts";

  private final Clock clock;
  private final Pool pool;
  private final Writer writer;
  private final AttemptStore store = new AttemptStore();
  private final BiFunction<UnitOfWork, List<Notice>, Future<?>> notices;
  private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
  private final AttemptBook book = new AttemptBook();
  private final SecurityTally security = new SecurityTally();
  private Instant nextTrimOfAccepted = Instant.MIN;
  private Future<?> storing = Future.succeededFuture();

  /**
   * @param notices stores security events, in the same transaction
   */
  public AttemptService(
      Platform platform,
      Pool pool,
      Writer writer,
      BiFunction<UnitOfWork, List<Notice>, Future<?>> notices) {
    this.clock = platform.clock();
    this.pool = pool;
    this.writer = writer;
    this.notices = notices;
    for (Outcome outcome : Outcome.values()) {
      counters.put(
          outcome,
          Counter.builder("galvan.connection.attempts")
              .description("attempts to connect as a charging station")
              .tag("outcome", outcome.name())
              .register(platform.meters()));
    }
  }

  /** Answers {@code connection-attempts.record}. */
  public Future<Done> record(Attempt attempt) {
    Counter counter = counters.get(attempt.outcome());
    if (counter != null) {
      counter.increment();
    }
    book.add(attempt);
    return Future.succeededFuture(Done.DONE);
  }

  /** Stores what was told since the last time, at most 1,000 rows. */
  public Future<?> store() {
    Future<?> next = storing.otherwiseEmpty().compose(stored -> storeOnce());
    storing = next;
    return next;
  }

  private Future<?> storeOnce() {
    book.forget(clock.instant());
    List<Folded> taken = book.take(ROWS_A_COMMIT);
    List<Folded> alarming =
        taken.stream()
            .filter(one -> one.way().identity() != null)
            .filter(one -> SecurityTally.type(one.way().outcome()) != null)
            .toList();
    Future<?> told = alarming.isEmpty() ? Future.succeededFuture() : tally(alarming);
    return told.compose(
            counted -> {
              List<Notice> due = security.due(clock.instant());
              return taken.isEmpty() && due.isEmpty()
                  ? Future.succeededFuture()
                  : writer.write(unit -> write(unit, taken, due));
            })
        .onFailure(
            failure -> {
              if (failure instanceof GalvanException fault && fault.fault() == Fault.UNAVAILABLE) {
                book.giveBack(taken);
              }
            });
  }

  private Future<?> tally(List<Folded> alarming) {
    List<String> identities =
        alarming.stream().map(one -> String.valueOf(one.way().identity())).distinct().toList();
    return store
        .stations(pool, identities)
        .recover(failure -> Future.failedFuture(Writer.translate(failure)))
        .onSuccess(
            stations ->
                alarming.forEach(
                    one -> {
                      String station = stations.get(String.valueOf(one.way().identity()));
                      if (station != null) {
                        security.count(station, one);
                      }
                    }));
  }

  private Future<Done> write(UnitOfWork unit, List<Folded> taken, List<Notice> due) {
    Future<?> added = taken.isEmpty() ? Future.succeededFuture() : store.add(unit.sql(), taken);
    return added
        .compose(ok -> due.isEmpty() ? Future.succeededFuture() : notices.apply(unit, due))
        .map(Done.DONE);
  }

  /** Answers {@code connection-attempts.list}; what this node was told before is in it. */
  public Future<AttemptPage> list(AttemptQuery query) {
    Cursor after = Cursor.decode(query.cursor(), ORDER);
    return store()
        .otherwiseEmpty()
        .compose(stored -> store.list(pool, query, after))
        .map(
            found -> {
              int size = query.limit();
              if (found.items().size() <= size) {
                return new AttemptPage(found.items(), null);
              }
              Cursor end =
                  new Cursor(
                      ORDER,
                      found.items().get(size - 1).lastAt().toString(),
                      found.ids().get(size - 1).toString());
              return new AttemptPage(found.items().subList(0, size), end.encode());
            });
  }

  /** Answers {@code connection-attempts.familiar}. */
  public Future<Familiar> familiar(StationAddress asked) {
    if (book.hasAccepted(asked.chargerId(), asked.address())) {
      return Future.succeededFuture(new Familiar(true));
    }
    return store
        .familiar(pool, asked.chargerId(), asked.address(), clock.instant().minus(KEPT))
        .map(Familiar::new);
  }

  /** Deletes what is too old or too much; what was let in, which is much, once an hour. */
  public Future<?> trim() {
    Instant now = clock.instant();
    boolean acceptedToo = !now.isBefore(nextTrimOfAccepted);
    return writer
        .write(unit -> store.trimRefused(unit.sql(), now.minus(KEPT)).map(Done.DONE))
        .compose(
            done ->
                acceptedToo
                    ? writer.write(unit -> store.trimAccepted(unit.sql()).map(done))
                    : Future.succeededFuture(done))
        .onSuccess(
            done ->
                nextTrimOfAccepted = acceptedToo ? now.plus(TRIM_ACCEPTED) : nextTrimOfAccepted);
  }
}
