package io.galvan.platform.event;

import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Done;
import io.galvan.platform.db.Schema;
import io.galvan.platform.event.Outboxes.Parked;
import io.galvan.platform.event.Outboxes.SubscriberStatus;
import io.galvan.platform.json.Mapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the outbox of one schema to every {@link Subscription} and to live listeners. Each has a
 * cursor and a lock of its own, so one that fails holds up nobody else; the node that holds a lock
 * carries that subscriber's events, in order. Locks are held by one connection, which also moves
 * the cursors: a node that loses it stops, and another takes over. Rows are read once for all
 * subscribers that keep up. See docs/adr/0071.
 */
public final class OutboxRelay {
  /** The name under which live listeners have their cursor. */
  public static final String LIVE = "live";

  /** Stands for the subscribers of events that cannot be read. */
  static final String UNREADABLE = "unreadable";

  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
  private static final int ROWS = 200;

  /** Rows beyond these are read from the table. */
  private static final int MOST_WRITTEN = 2_000;

  private static final long MOST_PARKED = 10_000;
  private static final long POLL_MS = 1_000;

  /** Between two looks, so that under load one takes the rows of many commits. */
  private static final long PAUSE_MS = 20;

  private static final long FLUSH_MS = 100;

  /** For what is being delivered when the node stops. */
  private static final long STOP_S = 5;

  private static final long QUERY_S = 30;
  private static final int POLLS_BETWEEN_GAPS = 5;
  private static final int POLLS_BETWEEN_COUNTS = 10;
  private static final int POLLS_BETWEEN_DELETIONS = 3_600;
  private static final Duration KEEP_REPEATED = Duration.ofDays(30);

  private final Vertx vertx;
  private final Context context;
  private final Bus bus;
  private final Supplier<Future<SqlConnection>> connections;
  private final Schema schema;
  private final Clock clock;
  private final OutboxStore store;
  private final ParkedStore parkedStore = new ParkedStore();
  private final List<SubscriberFeed> feeds = new ArrayList<>();
  private final SubscriberFeed live;
  private final ArrivedRows arrived = new ArrivedRows();
  private final DeadGaps deadGaps = new DeadGaps();
  private final KeptRows kept = new KeptRows();

  /** What this node wrote itself and need not read again, by the row's id. */
  private final Map<Long, EventBatch> written = new HashMap<>();

  /** Rows that were told of already; each subscriber may read them once more. */
  private final Set<Long> unreadable = new HashSet<>();

  private volatile Map<String, Long> parked = Map.of();
  private @Nullable SqlConnection connection;
  private @Nullable Progress reader;
  private @Nullable MessageConsumer<Outboxes.Written> others;
  private long timer = -1;
  private long polls;
  private boolean connecting;
  private boolean looking;
  private boolean poked;
  private boolean flushing;
  private boolean cleaning;
  private boolean told;
  private volatile boolean stopped;

  /**
   * @param connections makes the one connection that holds this node's locks; see {@link
   *     io.galvan.platform.db.Database#connect}
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
    this.connections = connections;
    this.schema = schema;
    this.clock = clock;
    this.store = new OutboxStore(schema, this::unreadable);
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
      Gauge.builder("galvan.outbox.age.seconds", feed, SubscriberFeed::ageSeconds)
          .description("how long the oldest event that a subscriber has not taken has waited")
          .tag("schema", schema.name())
          .tag("subscriber", feed.name())
          .register(meters);
    }
    List<String> names = new ArrayList<>(feeds.stream().map(SubscriberFeed::name).toList());
    names.remove(LIVE);
    names.add(UNREADABLE);
    for (String name : names) {
      Gauge.builder("galvan.outbox.parked", this, relay -> relay.parked(name))
          .description("events that a subscriber failed on and that wait for an operator")
          .tag("schema", schema.name())
          .tag("subscriber", name)
          .register(meters);
    }
  }

  private long parked(String subscriber) {
    return parked.getOrDefault(subscriber, 0L);
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
          connect();
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

  // ---- the connection and its locks

  private void poll() {
    polls++;
    if (connection == null) {
      connect();
      return;
    }
    if (!feeds.stream().allMatch(SubscriberFeed::isHeld)) {
      acquire(connection);
    }
    if (polls % POLLS_BETWEEN_GAPS == 0) {
      closeGaps(connection);
    }
    if (polls % POLLS_BETWEEN_COUNTS == 1) {
      countParked(connection);
    }
    if (polls % POLLS_BETWEEN_DELETIONS == 0) {
      parkedStore
          .deleteRepeated(connection, clock.instant().minus(KEEP_REPEATED))
          .onFailure(failure -> LOG.warn("old parked events stay: {}", failure.getMessage()));
    }
    clean(connection);
    poke();
  }

  private void connect() {
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
                    .addCursors(opened, feeds.stream().map(SubscriberFeed::name).toList())
                    .onSuccess(ok -> acquire(opened))
                    .onFailure(broken -> giveUp(opened, broken));
              }
            });
  }

  private void giveUp(SqlConnection broken, Throwable failure) {
    if (connection == broken) {
      LOG.warn("events of {} wait in the outbox: {}", schema, failure.getMessage());
      lost(broken);
      broken.close();
    }
  }

  /** With the connection the locks are gone; another node may have them already. */
  private void lost(SqlConnection gone) {
    if (connection == gone) {
      connection = null;
      reader = null;
      looking = false;
      flushing = false;
      cleaning = false;
      feeds.forEach(SubscriberFeed::end);
      arrived.clear();
      written.clear();
      kept.clear();
      deadGaps.clear();
      unreadable.clear();
    }
  }

  private void acquire(SqlConnection sql) {
    List<String> wanted =
        feeds.stream().filter(feed -> !feed.isHeld()).map(SubscriberFeed::name).toList();
    store
        .lock(sql, wanted)
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
              Progress head = cursors.get(LIVE);
              Future<List<OutboxRow>> old =
                  held.contains(LIVE) && head != null
                      ? store.kept(sql, head.position())
                      : Future.succeededFuture(List.of());
              return old.map(
                  rows -> {
                    begin(sql, held, cursors, rows);
                    return Done.DONE;
                  });
            });
  }

  private void begin(
      SqlConnection sql, List<String> held, Map<String, Progress> cursors, List<OutboxRow> old) {
    if (connection != sql) {
      return;
    }
    old.forEach(kept::add);
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
    poke();
  }

  // ---- reading

  /** There may be something new in the outbox. */
  private void poke() {
    poked = true;
    look();
  }

  private void look() {
    SqlConnection sql = connection;
    Progress from = reader;
    if (looking || stopped || sql == null || from == null) {
      return;
    }
    looking = true;
    poked = false;
    store
        .next(sql, from, written, ROWS)
        .timeout(QUERY_S, TimeUnit.SECONDS)
        .onComplete(
            (rows, failure) -> {
              if (connection != sql) {
                return;
              }
              looking = false;
              if (failure != null) {
                giveUp(sql, failure);
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
    if (connection == sql) {
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
          kept.add(row);
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
      SqlConnection sql = connection;
      return sql == null
          ? Future.failedFuture("the connection is lost")
          : store.next(sql, after, Map.of(), most).timeout(QUERY_S, TimeUnit.SECONDS);
    }

    @Override
    public Future<?> park(String subscriber, Event event, String fault, int attempts) {
      return parkEvent(
          subscriber,
          event.id(),
          event.type().name(),
          event.chargerId(),
          Mapper.write(event),
          fault,
          attempts);
    }

    @Override
    public void moved() {
      flushSoon();
    }
  }

  // ---- what is stored of it

  private void flushSoon() {
    SqlConnection sql = connection;
    if (!flushing && sql != null && !stopped) {
      flushing = true;
      vertx.setTimer(
          FLUSH_MS,
          id -> {
            if (connection == sql) {
              flushing = false;
              flush(sql).onFailure(failure -> giveUp(sql, failure));
            }
          });
    }
  }

  private Future<Done> flush(SqlConnection sql) {
    Map<String, Progress> moved = new HashMap<>();
    for (SubscriberFeed feed : feeds) {
      Progress progress = feed.takeMoved();
      if (progress != null) {
        moved.put(feed.name(), progress);
      }
    }
    return moved.isEmpty()
        ? Future.succeededFuture(Done.DONE)
        : store.move(sql, moved).timeout(QUERY_S, TimeUnit.SECONDS);
  }

  /** Removes rows that all have heard, when they are old or many. */
  private void clean(SqlConnection sql) {
    if (cleaning || stopped || !live.isHeld() || !kept.isDue(clock.instant())) {
      return;
    }
    cleaning = true;
    flush(sql)
        .compose(ok -> store.cursors(sql))
        .compose(
            cursors -> {
              cursors.keySet().retainAll(feeds.stream().map(SubscriberFeed::name).toList());
              List<Long> ids =
                  connection == sql
                      ? kept.takeDue(clock.instant(), cursors.values())
                      : List.<Long>of();
              return ids.isEmpty()
                  ? Future.succeededFuture(Done.DONE)
                  : store.remove(sql, ids, ids.stream().mapToLong(Long::longValue).max().orElse(0));
            })
        .timeout(QUERY_S, TimeUnit.SECONDS)
        .onComplete(
            (ok, failure) -> {
              cleaning = false;
              if (failure != null) {
                giveUp(sql, failure);
              }
            });
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
    if (gaps.isEmpty()) {
      deadGaps.clear();
      return;
    }
    store
        .snapshot(sql)
        .compose(
            snapshot -> {
              Set<Long> dead = deadGaps.dead(gaps, snapshot, System.nanoTime());
              Future<Set<Long>> present =
                  dead.isEmpty() ? Future.succeededFuture(Set.of()) : store.present(sql, dead);
              return present.onSuccess(
                  there -> {
                    dead.removeAll(there);
                    if (connection == sql) {
                      close(dead);
                    }
                  });
            })
        .timeout(QUERY_S, TimeUnit.SECONDS)
        .onFailure(failure -> giveUp(sql, failure));
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
      flushSoon();
    }
  }

  // ---- what subscribers fail on

  private void unreadable(long id, String text) {
    if (unreadable.size() >= MOST_WRITTEN || !unreadable.add(id)) {
      return;
    }
    LOG.error("the events of row {} of the outbox of {} cannot be read", id, schema);
    parkEvent(UNREADABLE, "row " + id, UNREADABLE, null, text, "it cannot be read", 1)
        .onFailure(failure -> LOG.error("they are lost: {}", failure.getMessage()));
  }

  private Future<?> parkEvent(
      String subscriber,
      String eventId,
      String type,
      @Nullable String chargerId,
      String event,
      String fault,
      int attempts) {
    SqlConnection sql = connection;
    if (sql == null) {
      return Future.failedFuture("the connection is lost");
    }
    if (parked(subscriber) >= MOST_PARKED) {
      return Future.failedFuture(MOST_PARKED + " events are parked already");
    }
    Instant now = clock.instant();
    Event notice =
        new Event(
            UUID.randomUUID().toString(),
            now,
            chargerId,
            new Happening.EventParked(subscriber, type, fault));
    return parkedStore
        .park(
            sql,
            new Parked(0, subscriber, eventId, type, chargerId, event, fault, attempts, now, null),
            Mapper.write(new EventBatch(List.of(notice))))
        .timeout(QUERY_S, TimeUnit.SECONDS)
        .onSuccess(
            ok -> {
              Map<String, Long> more = new HashMap<>(parked);
              more.merge(subscriber, 1L, Long::sum);
              parked = Map.copyOf(more);
              poke();
            });
  }

  private void countParked(SqlConnection sql) {
    parkedStore
        .waiting(sql)
        .timeout(QUERY_S, TimeUnit.SECONDS)
        .onSuccess(waiting -> parked = Map.copyOf(waiting))
        .onFailure(failure -> giveUp(sql, failure));
  }

  /** A parked event was delivered after all. */
  void repeated(String subscriber) {
    Map<String, Long> fewer = new HashMap<>(parked);
    fewer.computeIfPresent(subscriber, (name, count) -> count > 1 ? count - 1 : null);
    parked = Map.copyOf(fewer);
  }

  /** How each subscriber is, as far as this node carries it. */
  public List<SubscriberStatus> status() {
    return feeds.stream()
        .map(feed -> new SubscriberStatus(feed.name(), feed.ageSeconds(), parked(feed.name())))
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
              stopped = true;
              SqlConnection sql = connection;
              return sql == null ? Future.succeededFuture(Done.DONE) : flush(sql);
            })
        .transform((ok, failure) -> leave());
  }

  private Future<Void> leave() {
    SqlConnection sql = connection;
    connection = null;
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
