package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of CancelReservation (since OCPP 2.0.1). */
public record CancelReservationResponse(
    CancelReservationStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
