package io.galvan.platform.outbox;

import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Schema;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection with which a node holds the advisory locks of an outbox's subscribers. The
 * locks end with the connection; another node may hold them before this one connects again. For one
 * event loop.
 */
final class LockConnection {
  /** How long a query on this connection may take, in seconds. */
  static final long QUERY_S = 30;

  private static final Logger LOG = LoggerFactory.getLogger(LockConnection.class);

  /** Carries the subscribers whose locks are held. */
  interface Holder {
    /** All subscribers of the outbox. */
    List<String> subscribers();

    /** The subscribers whose lock this node does not hold. */
    List<String> missing();

    /**
     * Locks were taken.
     *
     * @param held the subscribers whose lock was taken
     * @param cursors the cursors of all subscribers, read after the locks were taken
     * @param heard the kept rows that live listeners have heard, if their lock was taken
     */
    void begin(List<String> held, Map<String, Progress> cursors, List<OutboxRow> heard);

    /** The connection is lost, and all locks with it. */
    void lost();
  }

  private final Context context;
  private final Supplier<Future<SqlConnection>> connections;
  private final Schema schema;
  private final OutboxStore store;
  private final Holder holder;
  private @Nullable SqlConnection connection;
  private boolean connecting;
  private boolean stopped;

  LockConnection(
      Context context,
      Supplier<Future<SqlConnection>> connections,
      Schema schema,
      OutboxStore store,
      Holder holder) {
    this.context = context;
    this.connections = connections;
    this.schema = schema;
    this.store = store;
    this.holder = holder;
  }

  /** The connection; null while there is none. */
  @Nullable SqlConnection get() {
    return connection;
  }

  /** Whether this is still the connection that holds the locks. */
  boolean is(SqlConnection sql) {
    return connection == sql;
  }

  /** Opens the connection and takes the locks that are free. */
  void connect() {
    if (connecting || stopped || connection != null) {
      return;
    }
    connecting = true;
    connections
        .get()
        .onComplete(
            (opened, failure) -> {
              connecting = false;
              if (failure != null) {
                LOG.warn("events of {} wait in the outbox: {}", schema, failure.getMessage());
              } else if (stopped) {
                opened.close();
              } else {
                connection = opened;
                opened.closeHandler(closed -> context.runOnContext(ignored -> lost(opened)));
                store
                    .addCursors(opened, holder.subscribers())
                    .onSuccess(ok -> acquire(opened))
                    .onFailure(broken -> giveUp(opened, broken));
              }
            });
  }

  /** Closes a connection on which a query failed. */
  void giveUp(SqlConnection broken, Throwable failure) {
    if (connection == broken) {
      LOG.warn("events of {} wait in the outbox: {}", schema, failure.getMessage());
      lost(broken);
      broken.close();
    }
  }

  private void lost(SqlConnection gone) {
    if (connection == gone) {
      connection = null;
      holder.lost();
    }
  }

  /** Takes the missing locks that no other node holds. */
  void acquire(SqlConnection sql) {
    store
        .lock(sql, holder.missing())
        .compose(held -> begin(sql, held))
        .timeout(QUERY_S, TimeUnit.SECONDS)
        .onFailure(failure -> giveUp(sql, failure));
  }

  private Future<Done> begin(SqlConnection sql, List<String> held) {
    if (held.isEmpty()) {
      return Future.succeededFuture(Done.DONE);
    }
    // Read after the lock is held: the node before may have moved them just now.
    return store
        .cursors(sql)
        .compose(
            cursors -> {
              Progress head = cursors.get(OutboxRelay.LIVE);
              Future<List<OutboxRow>> heard =
                  held.contains(OutboxRelay.LIVE) && head != null
                      ? store.kept(sql, head.position())
                      : Future.succeededFuture(List.of());
              return heard.map(
                  rows -> {
                    if (connection == sql) {
                      holder.begin(held, cursors, rows);
                    }
                    return Done.DONE;
                  });
            });
  }

  /** Opens no connection any more; an open one stays. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Gives up the connection without closing it; null if there is none. */
  @Nullable SqlConnection release() {
    SqlConnection sql = connection;
    connection = null;
    return sql;
  }
}
