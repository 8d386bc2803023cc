package io.galvan.platform.lease;

import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The leases of one schema, on a connection of their own, so that a renewal waits behind nothing.
 * The database's clock decides. While the database is away no lease is judged: after its return
 * every lease has a full term. For one event loop.
 */
public final class Leases {
  /** Somebody must look so often in a term that a time without looks means something. */
  static final int LOOKS_A_TERM = 8;

  private static final int GAP_LOOKS = 3;
  private static final double MILLIS = 1_000;

  private final Supplier<Future<SqlConnection>> connections;
  private final Duration term;
  private final double termS;
  private final double gapS;
  private final LeaseStore store = new LeaseStore();
  private @Nullable Future<SqlConnection> connection;
  private boolean closed;

  /**
   * @param connections opens the connection; again when it was lost
   * @param term for which a lease is given and renewed; the same on all nodes
   */
  public Leases(Supplier<Future<SqlConnection>> connections, Duration term) {
    this.connections = connections;
    this.term = term;
    this.termS = term.toMillis() / MILLIS;
    this.gapS = termS * GAP_LOOKS / LOOKS_A_TERM;
  }

  /** For how long a lease is given. */
  public Duration term() {
    return term;
  }

  /**
   * Takes the lease when it is free or has lapsed, and renews it when the node has it already (the
   * fence is then the same as before). Null: another node has it.
   */
  public Future<@Nullable Lease> acquire(String name, String node) {
    return ask(
        sql ->
            store
                .acquire(sql, name, node, termS, null)
                .compose(
                    lease ->
                        lease != null
                            ? Future.succeededFuture(lease)
                            : store
                                .look(sql, gapS, termS)
                                .compose(now -> store.acquire(sql, name, node, termS, now))));
  }

  /** Gives the lease up; false: it was not this owner's any more. */
  public Future<Boolean> release(Lease lease) {
    return ask(sql -> store.release(sql, lease));
  }

  /** The leases that have lapsed; their names begin with the prefix. */
  public Future<List<Lease>> lapsed(String prefix) {
    return ask(sql -> store.look(sql, gapS, termS).compose(now -> store.lapsed(sql, prefix, now)));
  }

  /** All leases whose names begin with the prefix, in the order of their names. */
  public Future<List<Lease>> list(String prefix) {
    return ask(sql -> store.list(sql, prefix));
  }

  /**
   * A writer each of whose transactions fails with UNAVAILABLE when the lease is not this owner's
   * any more, and else keeps it from changing hands until it ends.
   */
  public static Writer fenced(Writer writer, Lease lease) {
    return writer.guarded(sql -> check(sql, lease));
  }

  /**
   * Fails with UNAVAILABLE when the lease is not this owner's any more; else it stays that until
   * the transaction ends.
   */
  public static Future<?> check(SqlClient sql, Lease lease) {
    return holds(sql, lease)
        .compose(
            held ->
                held
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new GalvanException(
                            Fault.UNAVAILABLE,
                            "the lease " + lease.name() + " is not this node's any more")));
  }

  /** Whether the lease is still this owner's; if so it stays that until the transaction ends. */
  public static Future<Boolean> holds(SqlClient sql, Lease lease) {
    return LeaseStore.hold(sql, lease.name(), lease.fence());
  }

  private <R> Future<R> ask(Function<SqlConnection, Future<R>> question) {
    if (closed) {
      return Future.failedFuture(new GalvanException(Fault.UNAVAILABLE, "the node stops"));
    }
    Future<SqlConnection> asked = connection == null ? open() : connection;
    return asked
        .compose(question)
        .timeout(term.toMillis() / 2, TimeUnit.MILLISECONDS)
        .recover(
            failure -> {
              // One that does not answer keeps what comes later waiting too.
              forget(asked);
              return Future.failedFuture(Writer.translate(failure));
            });
  }

  private Future<SqlConnection> open() {
    Future<SqlConnection> opened = connections.get();
    connection = opened;
    opened.onSuccess(sql -> sql.closeHandler(gone -> forget(opened)));
    return opened;
  }

  private void forget(Future<SqlConnection> broken) {
    if (connection == broken) {
      connection = null;
    }
    broken.onSuccess(SqlConnection::close);
  }

  /** Closes the connection; leases stand until they lapse or are released before. */
  public Future<?> close() {
    closed = true;
    Future<SqlConnection> opened = connection;
    return opened == null
        ? Future.succeededFuture()
        : opened.compose(SqlConnection::close).otherwiseEmpty();
  }
}
