package io.galvan.charger;

import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Violation;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the payloads that commands carry. */
final class Payload {
  private Payload() {}

  /** The payload as a record; empty when there is none or it is another version's. */
  static <T extends Record> Optional<T> read(@Nullable String json, Class<T> type) {
    if (json == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Shape.of(type).read(json, Reading.TOLERANT, new ArrayList<>()));
    } catch (Violation unreadable) {
      return Optional.empty();
    }
  }
}
