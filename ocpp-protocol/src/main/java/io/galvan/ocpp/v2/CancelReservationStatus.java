package io.galvan.ocpp.v2;

/** Cancel Reservation Status, in CancelReservation (since OCPP 2.0.1). */
public enum CancelReservationStatus {
  Accepted,
  Rejected
}
