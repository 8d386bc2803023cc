package io.galvan.ocpp.v2;

/** Reserve Now Status, in ReserveNow (since OCPP 2.0.1). */
public enum ReserveNowStatus {
  Accepted,
  Faulted,
  Occupied,
  Rejected,
  Unavailable
}
