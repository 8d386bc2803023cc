package io.galvan.ocpp.v16;

/** Says whether the connector is reserved (OCPP 1.6, section 6). */
public record ReserveNowResponse(ReservationStatus status) {}
