package io.galvan.ocpp.v16;

/** The outcome of CancelReservation (OCPP 1.6, section 7). */
public enum CancelReservationStatus {
  Accepted,
  Rejected
}
