package io.galvan.platform.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and is durable.
 *
 * @param id unique; a consumer that has seen it must not act on it again
 * @param at when it happened, by the central system's clock
 * @param chargerId the charger it is about; null when it is about none
 */
public record Event(String id, Instant at, @Nullable String chargerId, DomainEvent happening) {
  public EventType type() {
    return happening.type();
  }
}
