package io.galvan.contract.event;

import io.galvan.platform.json.JsonSubtypes;
import java.util.List;

/** Tells the JSON mapper of the records of events. */
public final class EventSubtypes implements JsonSubtypes {
  @Override
  public List<Class<?>> roots() {
    return List.of(Happening.class);
  }
}
