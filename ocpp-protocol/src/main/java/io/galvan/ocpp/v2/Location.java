package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/** Location, in MeterValues, TransactionEvent (since OCPP 2.0.1). */
public enum Location {
  Body,
  Cable,
  EV,
  Inlet,
  Outlet,
  @Since(OcppVersion.V2_1)
  Upstream
}
