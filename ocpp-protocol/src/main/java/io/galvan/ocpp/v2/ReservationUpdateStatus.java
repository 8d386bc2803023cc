package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/** Reservation Update Status, in ReservationStatusUpdate (since OCPP 2.0.1). */
public enum ReservationUpdateStatus {
  Expired,
  Removed,
  @Since(OcppVersion.V2_1)
  NoTransaction
}
