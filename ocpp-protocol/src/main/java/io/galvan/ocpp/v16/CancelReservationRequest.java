package io.galvan.ocpp.v16;

/** Takes back a reservation (OCPP 1.6, section 6). */
public record CancelReservationRequest(int reservationId) {}
