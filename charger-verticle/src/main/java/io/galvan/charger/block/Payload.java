package io.galvan.charger.block;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Violation;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the payloads that commands carry. */
public final class Payload {
  private Payload() {}

  /** The payload as a record; empty when there is none or it is another version's. */
  public static <T extends Record> Optional<T> read(@Nullable String json, Class<T> type) {
    return read(json, type, OcppVersion.V2_1);
  }

  /** As a version has it. */
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
