package io.galvan.platform.outbox;

import io.galvan.platform.event.Event;
import java.time.Instant;
import java.util.List;

/** One row of an outbox: the events of one database transaction, in order. */
record OutboxRow(long id, Instant at, int size, List<Event> events) {}
