package io.galvan.platform.event;

import io.galvan.platform.outbox.Outboxes;
import java.util.List;

/**
 * Events that are told to live listeners, with their place in the outbox they come from.
 *
 * @param schema whose outbox it is
 * @param before the place before these events, as {@link Outboxes#READ} takes it
 * @param after the place after them
 * @param events none if only the place has moved, as when a gap before it is closed
 */
public record Published(String schema, String before, String after, List<Event> events) {}
