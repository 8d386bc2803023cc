package io.galvan.ocpp.v16;

/** Says whether the reservation was taken back (OCPP 1.6, section 6). */
public record CancelReservationResponse(CancelReservationStatus status) {}
