package io.galvan.charger.block;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;

/** The fault of a charger that is not stored. */
public final class Identity {
  private Identity() {}

  /** The fault of asking for a charger that is not stored. */
  public static GalvanException unknown(String chargerId) {
    return new GalvanException(
        Fault.NOT_FOUND, "charger " + chargerId + " does not exist", "chargerId");
  }
}
