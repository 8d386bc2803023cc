package io.galvan.platform.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.galvan.platform.json.JsonSubtypes;
import java.util.List;

/**
 * A subscriber failed on an event again and again; it waits for an operator, those after it do not.
 *
 * @param subscriber whose cursor it is
 * @param eventType of that event
 * @param fault what went wrong, for people
 */
@JsonTypeName("event_parked")
public record EventParked(String subscriber, String eventType, String fault)
    implements DomainEvent {
  @Override
  public EventType type() {
    return EventType.event_parked;
  }

  /** Tells the JSON mapper of it. */
  public static final class Subtypes implements JsonSubtypes {
    @Override
    public List<Class<?>> roots() {
      return List.of(EventParked.class);
    }
  }
}
