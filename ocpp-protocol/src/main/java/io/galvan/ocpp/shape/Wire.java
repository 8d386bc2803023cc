package io.galvan.ocpp.shape;

import io.galvan.ocpp.OcppVersion;
import java.util.Optional;

/** The texts of enum constants on the wire. */
public final class Wire {
  private Wire() {}

  /** The exact text of a constant. */
  public static String text(Enum<?> constant) {
    return WireEnum.of(constant.getDeclaringClass(), OcppVersion.V2_1).text(constant).getValue();
  }

  /** The constant of an exact text; empty when there is none. */
  public static <E extends Enum<E>> Optional<E> parse(Class<E> type, String text) {
    return Optional.ofNullable(type.cast(WireEnum.of(type, OcppVersion.V2_1).find(text)));
  }
}
