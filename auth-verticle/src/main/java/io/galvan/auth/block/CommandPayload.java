package io.galvan.auth.block;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Violation;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what commands carried and what stations answered. */
public final class CommandPayload {
  private CommandPayload() {}

  /** The payload as a record; empty when there is none or it cannot be read as this. */
  public static <T extends Record> Optional<T> read(
      @Nullable String json, Class<T> type, OcppVersion version) {
    if (json == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Shape.of(type, version).read(json, Reading.TOLERANT, new ArrayList<>()));
    } catch (Violation unreadable) {
      return Optional.empty();
    }
  }
}
