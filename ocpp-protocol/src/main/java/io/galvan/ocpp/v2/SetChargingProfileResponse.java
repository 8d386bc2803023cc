package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of SetChargingProfile (since OCPP 2.0.1). */
public record SetChargingProfileResponse(
    ChargingProfileStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
