package io.galvan.platform.event;

import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Done;
import io.galvan.platform.db.Schema;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the outbox of one schema to the event bus in the order of its rows: first to every {@link
 * Subscription}, which must answer, then to live listeners; then the rows are deleted. One node at
 * a time carries a schema's outbox, so order holds in a cluster too.
 */
public final class OutboxRelay {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
  private static final int ROWS = 200;

  /** Rows beyond these are read from the table. */
  private static final int MOST_WRITTEN = 2_000;

  private static final long POLL_MS = 1_000;
  private static final long BUSY_RETRY_MS = 20;

  /** Between two carries, so that under load one takes the rows of many commits. */
  private static final long PAUSE_MS = 20;

  private final Vertx vertx;
  private final Bus bus;
  private final Pool pool;
  private final Schema schema;

  /** What this node wrote itself and need not read again, by the row's id. */
  private final Map<Long, EventBatch> written = new HashMap<>();

  private long timer = -1;
  private boolean running;
  private boolean poked;
  private boolean stopped;
  private Future<?> current = Future.succeededFuture();

  private enum Outcome {
    EMPTY,
    MORE,
    /** Another node carries it now. */
    BUSY
  }

  public OutboxRelay(Vertx vertx, Pool pool, Schema schema) {
    this.vertx = vertx;
    this.bus = Bus.of(vertx);
    this.pool = pool;
    this.schema = schema;
  }

  /**
   * Starts looking for rows that earlier runs or other nodes left, and goes on until {@link #stop}.
   */
  public void start() {
    timer = vertx.setPeriodic(POLL_MS, id -> poke());
    poke();
  }

  /** This node has written these events into this row. */
  public void carryOn(long id, EventBatch events) {
    if (written.size() < MOST_WRITTEN) {
      written.put(id, events);
    }
    poke();
  }

  /** There may be something new in the outbox. */
  private void poke() {
    if (stopped) {
      return;
    }
    poked = true;
    if (running) {
      return;
    }
    running = true;
    poked = false;
    current =
        pool.withTransaction(this::carry)
            .onComplete(
                (outcome, failure) -> {
                  running = false;
                  if (failure != null) {
                    LOG.warn("events of {} wait in the outbox: {}", schema, failure.getMessage());
                  } else if (outcome == Outcome.BUSY && !stopped) {
                    vertx.setTimer(BUSY_RETRY_MS, id -> poke());
                  } else if (outcome == Outcome.MORE) {
                    poke();
                  } else if (poked && !stopped) {
                    running = true;
                    vertx.setTimer(
                        PAUSE_MS,
                        id -> {
                          running = false;
                          poke();
                        });
                  }
                });
  }

  /** Stops after what is under way. */
  public Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    return current.transform((ok, failure) -> Future.succeededFuture());
  }

  private Future<Outcome> carry(SqlConnection connection) {
    // Sent together; what the second finds counts only when the first says so.
    Future<RowSet<Row>> lock =
        connection
            .preparedQuery("select pg_try_advisory_xact_lock(hashtext($1)) as mine")
            .execute(Tuple.of("outbox." + schema));
    Future<RowSet<Row>> next = next(connection);
    return Future.all(lock, next)
        .compose(
            ok ->
                lock.result().iterator().next().getBoolean("mine")
                    ? carry(connection, next.result())
                    : Future.succeededFuture(Outcome.BUSY));
  }

  private Future<RowSet<Row>> next(SqlConnection connection) {
    return connection
        .preparedQuery(
            "select id, case when id = any($1) then null else events end as events"
                + " from outbox order by id limit "
                + ROWS)
        .execute(Tuple.tuple().addValue(written.keySet().toArray(Long[]::new)));
  }

  private Future<Outcome> carry(SqlConnection connection, RowSet<Row> rows) {
    if (rows.size() == 0) {
      written.clear();
      return Future.succeededFuture(Outcome.EMPTY);
    }
    List<Long> ids = new ArrayList<>(rows.size());
    List<Event> events = new ArrayList<>();
    for (Row row : rows) {
      long id = row.getLong("id");
      EventBatch known = written.get(id);
      String text = row.getString("events");
      ids.add(id);
      events.addAll(
          text == null && known != null
              ? known.events()
              : Mapper.read(Objects.requireNonNull(text), EventBatch.class).events());
    }
    return deliver(events)
        .compose(ok -> delete(connection, ids))
        // What is older and was not found, another node has carried.
        .onSuccess(ok -> written.keySet().removeIf(id -> id <= ids.get(ids.size() - 1)))
        .map(ok -> ids.size() == ROWS ? Outcome.MORE : Outcome.EMPTY);
  }

  /** Does not wait for the disk: what a crash brings back is delivered again. */
  private static Future<?> delete(SqlConnection connection, List<Long> ids) {
    connection.query("set local synchronous_commit = off").execute();
    return connection
        .preparedQuery("delete from outbox where id = any($1)")
        .execute(Tuple.tuple().addValue(ids.toArray(Long[]::new)));
  }

  private Future<Done> deliver(List<Event> events) {
    Future<Done> heard = Future.succeededFuture(Done.DONE);
    for (Subscription subscription : Subscription.ALL) {
      List<Event> wanted =
          events.stream().filter(event -> subscription.types().contains(event.type())).toList();
      if (!wanted.isEmpty()) {
        heard = heard.compose(ok -> bus.request(subscription.address(), new EventBatch(wanted)));
      }
    }
    return heard.onSuccess(ok -> bus.publish(new EventBatch(events)));
  }
}
