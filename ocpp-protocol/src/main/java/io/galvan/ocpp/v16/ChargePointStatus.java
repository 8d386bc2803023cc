package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.Alias;

/** The state of a connector (OCPP 1.6, section 7). */
public enum ChargePointStatus {
  Available,
  /** Also what the Occupied of OCPP 1.5 is read as: in use, and no more is known. */
  @Alias("Occupied")
  Preparing,
  Charging,
  SuspendedEVSE,
  SuspendedEV,
  Finishing,
  Reserved,
  Unavailable,
  Faulted
}
