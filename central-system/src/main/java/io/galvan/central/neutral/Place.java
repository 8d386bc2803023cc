package io.galvan.central.neutral;

import io.galvan.platform.error.GalvanException;
import org.jspecify.annotations.Nullable;

/**
 * Where at a station: an EVSE and a connector of it, 0 for what is not named. In 1.6 an EVSE has
 * one connector, and both have its number.
 */
public record Place(int evseId, int connectorId) {
  public static final Place STATION = new Place(0, 0);
  private static final int MOST = 1_000;

  /** As an operator names it, by either number or both. */
  public static Place of(@Nullable Integer evseId, @Nullable Integer connectorId) {
    return new Place(checked("evseId", evseId), checked("connectorId", connectorId));
  }

  private static int checked(String field, @Nullable Integer number) {
    if (number != null && (number < 0 || number > MOST)) {
      throw GalvanException.invalid(field, "must be from 0 to " + MOST);
    }
    return number == null ? 0 : number;
  }

  /** The connector that a station of 1.6 calls so; 0 for the station. */
  public int connectorOf16() {
    if (evseId == 0) {
      return connectorId;
    }
    if (connectorId > 1 && connectorId != evseId) {
      throw GalvanException.invalid("connectorId", "an EVSE of OCPP 1.6 has one connector");
    }
    return evseId;
  }

  /** The EVSE, for a version that counts connectors within it. */
  public int evse() {
    if (evseId == 0 && connectorId > 0) {
      throw GalvanException.invalid("evseId", "a connector of OCPP 2.x is one of an EVSE");
    }
    return evseId;
  }
}
