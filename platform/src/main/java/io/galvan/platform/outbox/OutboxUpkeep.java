package io.galvan.platform.outbox;

import io.galvan.platform.bus.Done;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Stores the cursors of subscribers, deletes the rows that all of them have passed, and finds gaps
 * that stay gaps. For one event loop.
 */
final class OutboxUpkeep {
  private static final long FLUSH_MS = 100;

  private final Vertx vertx;
  private final Clock clock;
  private final OutboxStore store;
  private final LockConnection locks;

  /** All subscribers of the outbox; this node carries some of them. */
  private final List<SubscriberFeed> feeds;

  private final DeadGaps deadGaps = new DeadGaps();
  private final KeptRows kept = new KeptRows();
  private boolean flushing;
  private boolean cleaning;

  OutboxUpkeep(
      Vertx vertx,
      Clock clock,
      OutboxStore store,
      LockConnection locks,
      List<SubscriberFeed> feeds) {
    this.vertx = vertx;
    this.clock = clock;
    this.store = store;
    this.locks = locks;
    this.feeds = feeds;
  }

  /** The row is in the table and is deleted later. */
  void keep(OutboxRow row) {
    kept.add(row);
  }

  /** Stores the cursors that have moved, 100 ms from now. */
  void flushSoon() {
    SqlConnection sql = locks.get();
    if (!flushing && sql != null && !locks.isStopped()) {
      flushing = true;
      vertx.setTimer(
          FLUSH_MS,
          id -> {
            if (locks.is(sql)) {
              flushing = false;
              flush(sql).onFailure(failure -> locks.giveUp(sql, failure));
            }
          });
    }
  }

  /** Stores the cursors that have moved. */
  Future<Done> flush(SqlConnection sql) {
    Map<String, Progress> moved = new HashMap<>();
    for (SubscriberFeed feed : feeds) {
      Progress progress = feed.takeMoved();
      if (progress != null) {
        moved.put(feed.name(), progress);
      }
    }
    return moved.isEmpty()
        ? Future.succeededFuture(Done.DONE)
        : store.move(sql, moved).timeout(LockConnection.QUERY_S, TimeUnit.SECONDS);
  }

  /** Deletes rows that all subscribers have passed, if they are old or too many. */
  void clean(SqlConnection sql) {
    if (!cleaning && kept.isToBeReadAgain()) {
      // A new start reads the oldest rows of the table.
      locks.giveUp(sql, new IllegalStateException("more rows are kept than fit into memory"));
      return;
    }
    if (cleaning || locks.isStopped() || !kept.isDue(clock.instant())) {
      return;
    }
    cleaning = true;
    flush(sql)
        .compose(ok -> store.cursors(sql))
        .compose(
            cursors -> {
              cursors.keySet().retainAll(feeds.stream().map(SubscriberFeed::name).toList());
              List<Long> ids =
                  locks.is(sql) ? kept.takeDue(clock.instant(), cursors.values()) : List.<Long>of();
              return ids.isEmpty()
                  ? Future.succeededFuture(Done.DONE)
                  : store.remove(sql, ids, ids.stream().mapToLong(Long::longValue).max().orElse(0));
            })
        .timeout(LockConnection.QUERY_S, TimeUnit.SECONDS)
        .onComplete(
            (ok, failure) -> {
              cleaning = false;
              if (failure != null) {
                locks.giveUp(sql, failure);
              }
            });
  }

  /**
   * Those of the gaps that no transaction can fill any more.
   *
   * @param gaps all gaps of this node's subscribers
   */
  Future<Set<Long>> deadGaps(SqlConnection sql, Set<Long> gaps) {
    if (gaps.isEmpty()) {
      deadGaps.clear();
      return Future.succeededFuture(Set.of());
    }
    return store
        .snapshot(sql)
        .compose(
            snapshot -> {
              Set<Long> dead = deadGaps.dead(gaps, snapshot, System.nanoTime());
              Future<Set<Long>> present =
                  dead.isEmpty() ? Future.succeededFuture(Set.of()) : store.present(sql, dead);
              return present.map(
                  there -> {
                    dead.removeAll(there);
                    return dead;
                  });
            })
        .timeout(LockConnection.QUERY_S, TimeUnit.SECONDS);
  }

  /** The locks are lost. */
  void clear() {
    flushing = false;
    cleaning = false;
    kept.clear();
    deadGaps.clear();
  }
}
