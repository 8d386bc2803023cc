package io.galvan.ocpp.v16;

/** Says whether and when the availability changes (OCPP 1.6, section 6). */
public record ChangeAvailabilityResponse(AvailabilityStatus status) {}
