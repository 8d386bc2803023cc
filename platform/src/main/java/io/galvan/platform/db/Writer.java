package io.galvan.platform.db;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs changes of one schema: each in one database transaction, with its events written to the
 * outbox in the same one. The future completes after the commit.
 */
public final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int MAX_ATTEMPTS = 3;

  /** Classes of SQLSTATE that say nothing about the statement. */
  private static final Set<String> PASSING_CLASSES =
      Set.of("08", "28", "40", "53", "55", "57", "58");

  /** A server that only reads, as after a failover, and rights that an operator took away. */
  private static final Set<String> PASSING = Set.of("25006", "42501");

  /** A database that does not answer at all counts as away. */
  private static final long LONGEST_S = 30;

  private final Pool pool;
  private final Clock clock;
  private final BiConsumer<Long, EventBatch> committed;
  private final @Nullable Function<SqlClient, Future<?>> guard;

  /**
   * @param committed told after every commit that left events in the outbox, with their row's id
   */
  public Writer(Pool pool, Clock clock, BiConsumer<Long, EventBatch> committed) {
    this(pool, clock, committed, null);
  }

  private Writer(
      Pool pool,
      Clock clock,
      BiConsumer<Long, EventBatch> committed,
      @Nullable Function<SqlClient, Future<?>> guard) {
    this.pool = pool;
    this.clock = clock;
    this.committed = committed;
    this.guard = guard;
  }

  /**
   * As this one, but each transaction begins with this question and is undone when it fails, with
   * its failure.
   */
  public Writer guarded(Function<SqlClient, Future<?>> question) {
    return new Writer(pool, clock, committed, question);
  }

  /**
   * Does the work in one transaction. Work that loses a deadlock or a serialization race is done
   * again, so it must not have side effects of its own. Fails with the work's own failure, or
   * UNAVAILABLE when the database is away.
   */
  public <R> Future<R> write(Function<UnitOfWork, Future<R>> work) {
    return attempt(work, 1);
  }

  private <R> Future<R> attempt(Function<UnitOfWork, Future<R>> work, int attempt) {
    return pool.withConnection(connection -> transaction(connection, work))
        .timeout(LONGEST_S, TimeUnit.SECONDS)
        .recover(
            failure -> {
              if (isRace(failure) && attempt < MAX_ATTEMPTS) {
                return attempt(work, attempt + 1);
              }
              return Future.failedFuture(translate(failure));
            });
  }

  private <R> Future<R> transaction(
      SqlConnection connection, Function<UnitOfWork, Future<R>> work) {
    // BEGIN is not waited for: what follows is pipelined behind it.
    Future<?> begun = connection.query("BEGIN").execute();
    UnitOfWork unit = new UnitOfWork(connection, clock.instant());
    Future<R> done;
    try {
      // Nothing may follow on a question that forbids it: it would stand outside the transaction.
      done =
          guard == null
              ? work.apply(unit)
              : guard.apply(connection).compose(allowed -> work.apply(unit));
    } catch (RuntimeException e) {
      done = Future.failedFuture(e);
    }
    Future<R> worked = done;
    return begun
        .compose(ok -> worked)
        .compose(result -> commit(connection, unit).map(result))
        .recover(
            failure ->
                connection
                    .query("ROLLBACK")
                    .execute()
                    .transform((ok, broken) -> Future.<R>failedFuture(failure)));
  }

  private Future<?> commit(SqlConnection connection, UnitOfWork unit) {
    if (unit.events().isEmpty()) {
      return connection.query("COMMIT").execute();
    }
    // One row for all events of the transaction: the outbox costs one insert and one delete a
    // commit, not an event.
    EventBatch events = new EventBatch(unit.events());
    Future<Long> stored =
        connection
            .preparedQuery("insert into outbox (events, size, at) values ($1, $2, $3) returning id")
            .execute(Tuple.of(Mapper.write(events), events.events().size(), Sql.time(unit.now())))
            .map(rows -> rows.iterator().next().getLong(0));
    Future<?> commit = connection.query("COMMIT").execute();
    return stored.compose(id -> commit.onSuccess(ok -> committed.accept(id, events)));
  }

  private static boolean isRace(Throwable failure) {
    return failure instanceof PgException e
        && ("40001".equals(e.getSqlState()) || "40P01".equals(e.getSqlState()));
  }

  /**
   * Leaves a fault as it is; data that PostgreSQL refuses is INVALID or a CONFLICT, all else means
   * that the database is away.
   */
  public static GalvanException translate(Throwable failure) {
    if (failure instanceof GalvanException fault) {
      return fault;
    }
    if (failure instanceof PgException e && e.getSqlState() != null) {
      String state = e.getSqlState();
      if (state.equals("23505")) {
        return new GalvanException(Fault.CONFLICT, "exists already", e.getConstraint(), e);
      }
      if (state.startsWith("22") || state.startsWith("23")) {
        return new GalvanException(
            Fault.INVALID, "cannot be stored: " + e.getErrorMessage(), e.getColumn(), e);
      }
      // Connection, login, resources, operator's shutdown, races: these pass. All else is a mistake
      // of ours.
      if (!PASSING_CLASSES.contains(state.substring(0, 2)) && !PASSING.contains(state)) {
        LOG.error("a statement is wrong", e);
        return new GalvanException(Fault.INTERNAL, "internal error", null, e);
      }
    }
    if (failure instanceof RuntimeException && !(failure instanceof io.vertx.core.VertxException)) {
      LOG.error("a unit of work failed", failure);
      return new GalvanException(Fault.INTERNAL, "internal error", null, failure);
    }
    LOG.warn("the database is not available: {}", String.valueOf(failure));
    return new GalvanException(Fault.UNAVAILABLE, "the database is not available", null, failure);
  }
}
