package io.galvan.platform.outbox;

import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the rows of one outbox to one subscriber, in order and one batch at a time. A subscriber
 * that is away is waited for; an event that it fails on again and again is parked, so that those
 * after it go on. For one event loop.
 */
final class SubscriberFeed {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriberFeed.class);

  /** How often a subscriber is given an event that it fails on. */
  static final int MOST_TRIES = 5;

  private static final int MOST_ROWS = 200;
  private static final int MOST_EVENTS = 5_000;
  private static final long ANSWER_S = 60;
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 5_000;
  private static final int MOST_DOUBLINGS = 6;

  /** Where the rows come from and what they are given to. */
  interface Outbox {
    /** Rows that are in memory have arrival numbers from this one on. */
    long firstArrival();

    long nextArrival();

    OutboxRow arrival(long number);

    /** Reads rows from the table. */
    Future<List<OutboxRow>> read(Progress after, int most);

    /** Keeps an event that the subscriber failed on; fails when it cannot be kept. */
    Future<?> park(String subscriber, Event event, String fault, int attempts);

    /** The feed has moved on. */
    void moved();
  }

  /** Gives the events of rows to the subscriber. */
  interface Sender {
    Future<?> send(Progress before, Progress after, List<Event> events);
  }

  private final String name;
  private final @Nullable Set<EventType> types;
  private final Vertx vertx;
  private final Clock clock;
  private final Outbox outbox;
  private final Sender sender;

  /** Null while another node carries them. */
  private @Nullable Progress progress;

  /** Tells an answer to what was given by an earlier turn of this node. */
  private int turn;

  private boolean dirty;
  private boolean stopped;
  private long next;

  /** What is being delivered; null: nothing. */
  private @Nullable List<OutboxRow> current;

  private int failures;
  private boolean delivering;

  /**
   * @param types null: all
   */
  SubscriberFeed(
      String name,
      @Nullable Set<EventType> types,
      Vertx vertx,
      Clock clock,
      Outbox outbox,
      Sender sender) {
    this.name = name;
    this.types = types;
    this.vertx = vertx;
    this.clock = clock;
    this.outbox = outbox;
    this.sender = sender;
  }

  String name() {
    return name;
  }

  boolean isHeld() {
    return progress != null;
  }

  @Nullable Progress progress() {
    return progress;
  }

  /** The arrival number it needs next; the end while it reads from the table. */
  long needs() {
    return progress == null || next < outbox.firstArrival() ? outbox.nextArrival() : next;
  }

  /** How long the oldest event that is not delivered has waited, in seconds. */
  double ageSeconds() {
    List<OutboxRow> rows = current;
    return rows == null || rows.isEmpty()
        ? 0
        : Math.max(0, Duration.between(rows.get(0).at(), clock.instant()).toMillis() / 1_000.0);
  }

  /** This node carries them from here on. */
  void begin(Progress from) {
    turn++;
    progress = from;
    current = null;
    failures = 0;
    dirty = false;
    delivering = false;
    // What is in memory may begin later: the table is read first.
    next = Long.MIN_VALUE;
    go();
  }

  /** The lock is lost. */
  void end() {
    turn++;
    progress = null;
    current = null;
  }

  /** No more is delivered; what is under way may end. */
  void stop() {
    stopped = true;
  }

  /** Whether the subscriber has events that it has not answered. */
  boolean isDelivering() {
    return progress != null && delivering;
  }

  /** What is to be stored of its cursor; null when that is stored. */
  @Nullable Progress takeMoved() {
    if (!dirty || progress == null) {
      return null;
    }
    dirty = false;
    return progress;
  }

  /** These rows will never come. */
  void close(Set<Long> dead) {
    if (progress != null && progress.close(dead)) {
      dirty = true;
    }
  }

  /** There may be rows for it. */
  void go() {
    while (!stopped && progress != null && current == null) {
      if (next < outbox.firstArrival()) {
        readFromTable(progress);
        return;
      }
      List<OutboxRow> rows = arrived(progress);
      if (rows.isEmpty()) {
        return;
      }
      take(rows);
    }
  }

  private List<OutboxRow> arrived(Progress from) {
    List<OutboxRow> rows = new ArrayList<>();
    int events = 0;
    while (next < outbox.nextArrival() && rows.size() < MOST_ROWS && events < MOST_EVENTS) {
      OutboxRow row = outbox.arrival(next++);
      if (!from.has(row.id())) {
        rows.add(row);
        events += row.size();
      }
    }
    return rows;
  }

  private void readFromTable(Progress from) {
    current = List.of();
    int now = turn;
    // What arrives from here on may be read twice, which is seen by the row's id; nothing is left
    // out.
    long join = outbox.nextArrival();
    outbox
        .read(from, MOST_ROWS)
        .onComplete(
            (rows, failure) -> {
              if (turn != now) {
                return;
              }
              if (failure != null) {
                LOG.warn("events for {} cannot be read: {}", name, failure.getMessage());
                pause(() -> retryReading(now));
                return;
              }
              if (rows.size() < MOST_ROWS) {
                next = join;
              }
              current = null;
              take(rows);
              go();
            });
  }

  private void retryReading(int now) {
    if (turn == now) {
      current = null;
      go();
    }
  }

  private void take(List<OutboxRow> rows) {
    Progress from = progress;
    if (rows.isEmpty() || from == null) {
      return;
    }
    List<Event> wanted = new ArrayList<>();
    for (OutboxRow row : rows) {
      for (Event event : row.events()) {
        if (types == null || types.contains(event.type())) {
          wanted.add(event);
        }
      }
    }
    if (wanted.isEmpty() && types != null) {
      rows.forEach(row -> from.add(row.id()));
      dirty = true;
      outbox.moved();
      return;
    }
    current = rows;
    deliver(rows, wanted, turn);
  }

  private void deliver(List<OutboxRow> rows, List<Event> events, int now) {
    send(rows, events)
        .onComplete(
            (ok, failure) -> {
              if (turn != now) {
                return;
              }
              if (failure == null) {
                done(rows);
              } else if (isAway(failure)) {
                tell(failure);
                pause(
                    () -> {
                      if (turn == now && !stopped) {
                        deliver(rows, events, now);
                      }
                    });
              } else {
                LOG.warn(
                    "{} failed on {} events, which it gets one by one: {}",
                    name,
                    events.size(),
                    failure.getMessage());
                failures = 0;
                deliverOne(rows, events, 0, 1, now);
              }
            });
  }

  private void deliverOne(List<OutboxRow> rows, List<Event> events, int i, int attempt, int now) {
    if (i == events.size()) {
      done(rows);
      return;
    }
    Event event = events.get(i);
    send(rows, List.of(event))
        .onComplete(
            (ok, failure) -> {
              if (turn != now || stopped) {
                return;
              }
              if (failure == null) {
                failures = 0;
                deliverOne(rows, events, i + 1, 1, now);
              } else if (isAway(failure)) {
                tell(failure);
                pause(() -> deliverAgain(rows, events, i, attempt, now));
              } else if (attempt < MOST_TRIES) {
                pause(() -> deliverAgain(rows, events, i, attempt + 1, now));
              } else {
                park(rows, events, i, failure, now);
              }
            });
  }

  private void deliverAgain(List<OutboxRow> rows, List<Event> events, int i, int attempt, int now) {
    if (turn == now && !stopped) {
      deliverOne(rows, events, i, attempt, now);
    }
  }

  private void park(List<OutboxRow> rows, List<Event> events, int i, Throwable why, int now) {
    Event event = events.get(i);
    String fault =
        String.valueOf(why.getCause() == null ? why.getMessage() : why.getCause().toString());
    LOG.error("{} of {} is parked for {}: {}", event.type(), event.chargerId(), name, fault, why);
    outbox
        .park(name, event, fault, MOST_TRIES)
        .onComplete(
            (ok, failure) -> {
              if (turn != now) {
                return;
              }
              if (failure == null) {
                failures = 0;
                deliverOne(rows, events, i + 1, 1, now);
              } else {
                tell(failure);
                pause(() -> deliverAgain(rows, events, i, MOST_TRIES, now));
              }
            });
  }

  private Future<?> send(List<OutboxRow> rows, List<Event> events) {
    Progress before = progress;
    if (before == null) {
      return Future.failedFuture("the lock is lost");
    }
    try {
      Progress after = before.copy();
      rows.forEach(row -> after.add(row.id()));
      delivering = true;
      int now = turn;
      return sender
          .send(before, after, events)
          .timeout(ANSWER_S, TimeUnit.SECONDS)
          .onComplete(
              answered -> {
                if (turn == now) {
                  delivering = false;
                }
              });
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void done(List<OutboxRow> rows) {
    Progress from = progress;
    if (from == null) {
      return;
    }
    rows.forEach(row -> from.add(row.id()));
    failures = 0;
    current = null;
    dirty = true;
    outbox.moved();
    go();
  }

  /** Whether it says nothing about the event: the subscriber, or what it needs, is away. */
  private static boolean isAway(Throwable failure) {
    return failure instanceof TimeoutException
        || failure instanceof GalvanException fault && fault.fault().notNow();
  }

  private void tell(Throwable failure) {
    if (Integer.bitCount(failures) <= 1) {
      LOG.warn("events wait for {}: {}", name, failure.getMessage());
    }
  }

  private void pause(Runnable then) {
    long pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(failures++, MOST_DOUBLINGS));
    vertx.setTimer(pause, id -> then.run());
  }
}
