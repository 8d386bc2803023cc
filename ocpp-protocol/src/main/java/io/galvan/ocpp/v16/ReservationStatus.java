package io.galvan.ocpp.v16;

/** The outcome of ReserveNow (OCPP 1.6, section 7). */
public enum ReservationStatus {
  Accepted,
  Faulted,
  Occupied,
  Rejected,
  Unavailable
}
