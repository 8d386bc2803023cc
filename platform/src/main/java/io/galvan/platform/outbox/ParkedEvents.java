package io.galvan.platform.outbox;

import io.galvan.platform.db.Schema;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.event.EventParked;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.outbox.Outboxes.Parked;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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
 * Stores and counts the events of one outbox that a subscriber failed on or that cannot be read.
 * Each parked event is told to the subscribers as an event of its own. For one event loop.
 */
final class ParkedEvents {
  /** The subscriber's name under which unreadable rows are parked. */
  static final String UNREADABLE = "unreadable";

  private static final Logger LOG = LoggerFactory.getLogger(ParkedEvents.class);
  private static final int MOST_UNREADABLE = 2_000;
  private static final long MOST_PARKED = 10_000;
  private static final Duration KEEP_REPEATED = Duration.ofDays(30);

  private final Schema schema;
  private final Clock clock;
  private final Supplier<@Nullable SqlConnection> connection;
  private final Runnable onParked;
  private final ParkedStore store = new ParkedStore();

  /** Unreadable rows that were parked already; each subscriber may read them once more. */
  private final Set<Long> unreadable = new HashSet<>();

  /** Number of waiting events, by subscriber. */
  private volatile Map<String, Long> waiting = Map.of();

  /**
   * @param connection the relay's connection; null while there is none
   * @param onParked called after an event was parked
   */
  ParkedEvents(
      Schema schema, Clock clock, Supplier<@Nullable SqlConnection> connection, Runnable onParked) {
    this.schema = schema;
    this.clock = clock;
    this.connection = connection;
    this.onParked = onParked;
  }

  /** Registers the number of waiting events of each subscriber as a metric. */
  void gauges(MeterRegistry meters, Collection<String> subscribers) {
    for (String subscriber : subscribers) {
      Gauge.builder("galvan.outbox.parked", this, parked -> parked.waiting(subscriber))
          .description("events that a subscriber failed on and that wait for an operator")
          .tag("schema", schema.name())
          .tag("subscriber", subscriber)
          .register(meters);
    }
  }

  /** How many events of the subscriber wait for an operator. */
  long waiting(String subscriber) {
    return waiting.getOrDefault(subscriber, 0L);
  }

  /** Parks the text of a row that cannot be read, once. */
  void parkUnreadable(long id, String text) {
    if (unreadable.size() >= MOST_UNREADABLE || !unreadable.add(id)) {
      return;
    }
    LOG.error("the events of row {} of the outbox of {} cannot be read", id, schema);
    park(UNREADABLE, "row " + id, UNREADABLE, null, text, "it cannot be read", 1)
        .onFailure(failure -> LOG.error("they are lost: {}", failure.getMessage()));
  }

  /** Parks an event; fails without a connection, or if too many of the subscriber are parked. */
  Future<?> park(String subscriber, Event event, String fault, int attempts) {
    return park(
        subscriber,
        event.id(),
        event.type().name(),
        event.chargerId(),
        Mapper.write(event),
        fault,
        attempts);
  }

  private Future<?> park(
      String subscriber,
      String eventId,
      String type,
      @Nullable String chargerId,
      String event,
      String fault,
      int attempts) {
    SqlConnection sql = connection.get();
    if (sql == null) {
      return Future.failedFuture("the connection is lost");
    }
    if (waiting(subscriber) >= MOST_PARKED) {
      return Future.failedFuture(MOST_PARKED + " events are parked already");
    }
    Instant now = clock.instant();
    Event notice =
        new Event(
            UUID.randomUUID().toString(), now, chargerId, new EventParked(subscriber, type, fault));
    return store
        .park(
            sql,
            new Parked(0, subscriber, eventId, type, chargerId, event, fault, attempts, now, null),
            Mapper.write(new EventBatch(List.of(notice))))
        .timeout(LockConnection.QUERY_S, TimeUnit.SECONDS)
        .onSuccess(
            ok -> {
              Map<String, Long> more = new HashMap<>(waiting);
              more.merge(subscriber, 1L, Long::sum);
              waiting = Map.copyOf(more);
              onParked.run();
            });
  }

  /** Reads the number of waiting events from the table. */
  Future<?> count(SqlConnection sql) {
    return store
        .waiting(sql)
        .timeout(LockConnection.QUERY_S, TimeUnit.SECONDS)
        .onSuccess(counted -> waiting = Map.copyOf(counted));
  }

  /** Deletes events that were repeated 30 days ago. */
  void deleteRepeated(SqlConnection sql) {
    store
        .deleteRepeated(sql, clock.instant().minus(KEEP_REPEATED))
        .onFailure(failure -> LOG.warn("old parked events stay: {}", failure.getMessage()));
  }

  /** One of the subscriber's parked events was delivered. */
  void repeated(String subscriber) {
    Map<String, Long> fewer = new HashMap<>(waiting);
    fewer.computeIfPresent(subscriber, (name, count) -> count > 1 ? count - 1 : null);
    waiting = Map.copyOf(fewer);
  }

  /** Forgets which unreadable rows were parked. */
  void clear() {
    unreadable.clear();
  }
}
