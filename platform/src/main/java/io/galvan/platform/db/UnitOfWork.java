package io.galvan.platform.db;

import io.galvan.platform.event.DomainEvent;
import io.galvan.platform.event.Event;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One open database transaction and the events that will become true with it. */
public final class UnitOfWork {
  private final SqlConnection sql;
  private final Instant now;
  private final List<Event> events = new ArrayList<>();

  UnitOfWork(SqlConnection sql, Instant now) {
    this.sql = sql;
    this.now = now;
  }

  /**
   * The connection inside the transaction; statements may be sent without waiting for the ones
   * before.
   */
  public SqlConnection sql() {
    return sql;
  }

  /** The time of this transaction, the same for all it does. */
  public Instant now() {
    return now;
  }

  /** Adds an event that is published once, and only if, the transaction commits. */
  public void emit(@Nullable String chargerId, DomainEvent happening) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    events.add(
        new Event(
            new UUID(random.nextLong(), random.nextLong()).toString(), now, chargerId, happening));
  }

  /** How many events were added so far. */
  public int emitted() {
    return events.size();
  }

  /** Takes back the events after the first so many, since what they tell of was undone. */
  public void forgetEmitted(int first) {
    events.subList(first, events.size()).clear();
  }

  List<Event> events() {
    return events;
  }
}
