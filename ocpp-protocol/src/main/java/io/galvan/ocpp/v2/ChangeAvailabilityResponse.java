package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of ChangeAvailability (since OCPP 2.0.1). */
public record ChangeAvailabilityResponse(
    ChangeAvailabilityStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
