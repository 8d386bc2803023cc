package io.galvan.platform.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.galvan.platform.json.JsonSubtypes;
import java.util.List;

/** An event of any type. */
@JsonTypeName("test")
public record TestEvent(EventType of, String name) implements DomainEvent {
  @Override
  public EventType type() {
    return of;
  }

  /** Tells the JSON mapper of it. */
  public static final class Subtypes implements JsonSubtypes {
    @Override
    public List<Class<?>> roots() {
      return List.of(TestEvent.class);
    }
  }
}
