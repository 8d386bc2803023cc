package io.galvan.platform.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What an event tells. The platform carries events without knowing their records, which the
 * contracts define.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface DomainEvent {
  @JsonIgnore
  EventType type();
}
