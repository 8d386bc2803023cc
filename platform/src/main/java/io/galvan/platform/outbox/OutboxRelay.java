package io.galvan.platform.outbox;

import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Schema;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.event.Published;
import io.galvan.platform.outbox.Outboxes.SubscriberStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries the outbox of one schema to every {@link Subscription} and to live listeners. Each has a
 * cursor and a lock of its own, so one that fails holds up nobody else; the node that holds a lock
 * carries that subscriber's events, in order. Locks are held by one connection, which also moves
 * the cursors: a node that loses it stops, and another takes over. Rows are read once for all
 * subscribers that keep up. See docs/adr/0029.
 */
public final class OutboxRelay {
  /** The name under which live listeners have their cursor. */
  public static final String LIVE = "live";

  private static final int ROWS = 200;

  /** Rows beyond these are read from the table. */
  private static final int MOST_WRITTEN = 2_000;

  private static final long POLL_MS = 1_000;

  /** Between two looks, so that under load one takes the rows of many commits. */
  private static final long PAUSE_MS = 20;

  /** For what is being delivered when the node stops. */
  private static final long STOP_S = 5;

  private static final int POLLS_BETWEEN_GAPS = 5;
  private static final int POLLS_BETWEEN_COUNTS = 10;
  private static final int POLLS_BETWEEN_DELETIONS = 3_600;

  private final Vertx vertx;
  private final Context context;
  private final Bus bus;
  private final Schema schema;
  private final OutboxStore store;
  private final LockConnection locks;
  private final ParkedEvents parked;
  private final OutboxUpkeep upkeep;
  private final List<SubscriberFeed> feeds = new ArrayList<>();
  private final List<KnownGauge> ages = new ArrayList<>();
  private final SubscriberFeed live;
  private final ArrivedRows arrived = new ArrivedRows();

  /** What this node wrote itself and need not read again, by the row's id. */
  private final Map<Long, EventBatch> written = new HashMap<>();

  private @Nullable Progress reader;
  private @Nullable MessageConsumer<Outboxes.Written> others;
  private long timer = -1;
  private long polls;
  private boolean looking;
  private boolean poked;
  private boolean told;

  /**
   * @param connections makes the one connection that holds this node's locks
   */
  public OutboxRelay(
      Vertx vertx,
      Supplier<Future<SqlConnection>> connections,
      Schema schema,
      Clock clock,
      MeterRegistry meters) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.bus = Bus.of(vertx);
    this.schema = schema;
    this.store = new OutboxStore(schema, this::unreadable);
    this.locks = new LockConnection(context, connections, schema, store, new Held());
    this.parked = new ParkedEvents(schema, clock, locks::get, this::poke);
    this.upkeep = new OutboxUpkeep(vertx, clock, store, locks, feeds);
    Rows rows = new Rows();
    for (Subscription subscription : Subscription.ALL) {
      feeds.add(
          new SubscriberFeed(
              subscription.name(),
              subscription.types(),
              vertx,
              clock,
              rows,
              (before, after, events) ->
                  bus.request(subscription.address(), new EventBatch(events))));
    }
    live = new SubscriberFeed(LIVE, null, vertx, clock, rows, this::publish);
    feeds.add(live);
    gauges(meters);
  }

  private void gauges(MeterRegistry meters) {
    for (SubscriberFeed feed : feeds) {
      ages.add(
          new KnownGauge(
              meters,
              Gauge.builder("galvan.outbox.age.seconds", feed, SubscriberFeed::ageSeconds)
                  .description("how long the oldest event that a subscriber has not taken waits")
                  .tag("schema", schema.name())
                  .tag("subscriber", feed.name()),
              feed::isHeld));
    }
    List<String> names = new ArrayList<>(names());
    names.remove(LIVE);
    names.add(ParkedEvents.UNREADABLE);
    parked.gauges(meters, names);
  }

  private List<String> names() {
    return feeds.stream().map(SubscriberFeed::name).toList();
  }

  private Future<?> publish(Progress before, Progress after, List<Event> events) {
    bus.publish(new Published(schema.name(), before.text(), after.text(), events));
    return Future.succeededFuture();
  }

  /**
   * Starts looking for rows that earlier runs or other nodes left, and goes on until {@link #stop}.
   */
  public void start() {
    context.runOnContext(
        ignored -> {
          others = bus.listen(Outboxes.written(schema.name()), told -> poke());
          timer = vertx.setPeriodic(POLL_MS, id -> poll());
          locks.connect();
        });
  }

  /** This node has written these events into this row. */
  public void carryOn(long id, EventBatch events) {
    if (Vertx.currentContext() == context) {
      wrote(id, events);
    } else {
      context.runOnContext(ignored -> wrote(id, events));
    }
  }

  private void wrote(long id, EventBatch events) {
    if (live.isHeld() && written.size() < MOST_WRITTEN) {
      written.put(id, events);
    }
    if (!told && !feeds.stream().allMatch(SubscriberFeed::isHeld)) {
      // Another node carries them; it is told once for what comes in the pause.
      told = true;
      vertx.setTimer(
          PAUSE_MS,
          timeout -> {
            told = false;
            bus.publish(Outboxes.written(schema.name()), new Outboxes.Written(schema.name()));
          });
    }
    poke();
  }

  private void poll() {
    polls++;
    SqlConnection sql = locks.get();
    if (sql == null) {
      locks.connect();
      return;
    }
    if (!feeds.stream().allMatch(SubscriberFeed::isHeld)) {
      locks.acquire(sql);
    }
    if (polls % POLLS_BETWEEN_GAPS == 0) {
      closeGaps(sql);
    }
    if (polls % POLLS_BETWEEN_COUNTS == 1) {
      parked.count(sql).onFailure(failure -> locks.giveUp(sql, failure));
    }
    if (polls % POLLS_BETWEEN_DELETIONS == 0) {
      parked.deleteRepeated(sql);
    }
    if (live.isHeld()) {
      upkeep.clean(sql);
    }
    poke();
  }

  /** Starts the feeds whose locks this node has taken, and ends all that it has lost. */
  private final class Held implements LockConnection.Holder {
    @Override
    public List<String> subscribers() {
      return names();
    }

    @Override
    public List<String> missing() {
      return feeds.stream().filter(feed -> !feed.isHeld()).map(SubscriberFeed::name).toList();
    }

    @Override
    public void begin(List<String> held, Map<String, Progress> cursors, List<OutboxRow> heard) {
      heard.forEach(upkeep::keep);
      for (SubscriberFeed feed : feeds) {
        Progress from = cursors.get(feed.name());
        if (held.contains(feed.name()) && !feed.isHeld() && from != null) {
          if (reader == null || feed == live) {
            // Rows that live listeners have heard are in the list of those that are kept.
            reader = from.copy();
            arrived.clear();
          }
          feed.begin(from);
        }
      }
      ages.forEach(KnownGauge::look);
      poke();
    }

    @Override
    public void lost() {
      reader = null;
      looking = false;
      upkeep.clear();
      feeds.forEach(SubscriberFeed::end);
      ages.forEach(KnownGauge::look);
      arrived.clear();
      written.clear();
      parked.clear();
    }
  }

  /** There may be something new in the outbox. */
  private void poke() {
    poked = true;
    look();
  }

  private void look() {
    SqlConnection sql = locks.get();
    Progress from = reader;
    if (looking || locks.isStopped() || sql == null || from == null) {
      return;
    }
    looking = true;
    poked = false;
    store
        .next(sql, from, written, ROWS)
        .timeout(LockConnection.QUERY_S, TimeUnit.SECONDS)
        .onComplete(
            (rows, failure) -> {
              if (!locks.is(sql)) {
                return;
              }
              looking = false;
              if (failure != null) {
                locks.giveUp(sql, failure);
                return;
              }
              if (reader == from) {
                arrive(from, rows);
              }
              if (rows.size() >= ROWS) {
                look();
              } else if (poked || !rows.isEmpty()) {
                looking = true;
                vertx.setTimer(PAUSE_MS, id -> rested(sql));
              }
            });
  }

  private void rested(SqlConnection sql) {
    if (locks.is(sql)) {
      looking = false;
      if (poked) {
        look();
      }
    }
  }

  private void arrive(Progress from, List<OutboxRow> rows) {
    for (OutboxRow row : rows) {
      if (!from.has(row.id())) {
        from.add(row.id());
        arrived.add(row);
        if (live.isHeld()) {
          upkeep.keep(row);
        }
      }
      written.remove(row.id());
    }
    if (rows.isEmpty()) {
      // What is not found was read before, by this node or another.
      written.keySet().removeIf(from::has);
    }
    feeds.forEach(SubscriberFeed::go);
    arrived.trim(feeds.stream().mapToLong(SubscriberFeed::needs).min().orElse(Long.MAX_VALUE));
  }

  /** What feeds ask for. */
  private final class Rows implements SubscriberFeed.Outbox {
    @Override
    public long firstArrival() {
      return arrived.first();
    }

    @Override
    public long nextArrival() {
      return arrived.next();
    }

    @Override
    public OutboxRow arrival(long number) {
      return arrived.get(number);
    }

    @Override
    public Future<List<OutboxRow>> read(Progress after, int most) {
      SqlConnection sql = locks.get();
      return sql == null
          ? Future.failedFuture("the connection is lost")
          : store
              .next(sql, after, Map.of(), most)
              .timeout(LockConnection.QUERY_S, TimeUnit.SECONDS);
    }

    @Override
    public Future<?> park(String subscriber, Event event, String fault, int attempts) {
      return parked.park(subscriber, event, fault, attempts);
    }

    @Override
    public void moved() {
      upkeep.flushSoon();
    }
  }

  private void closeGaps(SqlConnection sql) {
    Set<Long> gaps = new HashSet<>();
    if (reader != null) {
      gaps.addAll(reader.gaps());
    }
    for (SubscriberFeed feed : feeds) {
      Progress progress = feed.progress();
      if (progress != null) {
        gaps.addAll(progress.gaps());
      }
    }
    upkeep
        .deadGaps(sql, gaps)
        .onSuccess(
            dead -> {
              if (locks.is(sql)) {
                close(dead);
              }
            })
        .onFailure(failure -> locks.giveUp(sql, failure));
  }

  /** These rows will never come. */
  void close(Set<Long> dead) {
    if (reader != null && !dead.isEmpty()) {
      reader.close(dead);
      Progress told = live.progress();
      Progress before = told == null ? null : told.copy();
      feeds.forEach(feed -> feed.close(dead));
      if (told != null && before != null && !before.covers(told)) {
        // Listeners follow, else the place before the next events is ahead of theirs.
        publish(before, told, List.of());
      }
      upkeep.flushSoon();
    }
  }

  private void unreadable(long id, String text) {
    parked.parkUnreadable(id, text);
  }

  /** A parked event was delivered after all. */
  void repeated(String subscriber) {
    parked.repeated(subscriber);
  }

  /** How each subscriber is, as far as this node carries it. */
  public List<SubscriberStatus> status() {
    return feeds.stream()
        .map(
            feed ->
                new SubscriberStatus(
                    feed.name(),
                    feed.isHeld() ? feed.ageSeconds() : null,
                    parked.waiting(feed.name())))
        .toList();
  }

  /** Stops after what is under way, and gives the locks back. */
  public Future<Void> stop() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(ignored -> stopNow().onComplete(done));
    return done.future();
  }

  private Future<Void> stopNow() {
    vertx.cancelTimer(timer);
    feeds.forEach(SubscriberFeed::stop);
    Promise<Void> rested = Promise.promise();
    awaitRest(rested, System.nanoTime());
    return rested
        .future()
        .compose(
            ok -> {
              locks.stop();
              SqlConnection sql = locks.get();
              return sql == null ? Future.succeededFuture(Done.DONE) : upkeep.flush(sql);
            })
        .transform((ok, failure) -> leave());
  }

  private Future<Void> leave() {
    SqlConnection sql = locks.release();
    feeds.forEach(SubscriberFeed::end);
    ages.forEach(KnownGauge::look);
    Future<Void> deaf = others == null ? Future.succeededFuture() : others.unregister();
    return deaf.transform(
        (ok, failure) -> sql == null ? Future.succeededFuture() : sql.close().otherwiseEmpty());
  }

  private void awaitRest(Promise<Void> rested, long since) {
    long waited = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
    if (waited < STOP_S && feeds.stream().anyMatch(SubscriberFeed::isDelivering)) {
      vertx.setTimer(PAUSE_MS, id -> awaitRest(rested, since));
    } else {
      rested.complete();
    }
  }
}
