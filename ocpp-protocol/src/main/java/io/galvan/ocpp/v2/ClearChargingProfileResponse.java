package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of ClearChargingProfile (since OCPP 2.0.1). */
public record ClearChargingProfileResponse(
    ClearChargingProfileStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
