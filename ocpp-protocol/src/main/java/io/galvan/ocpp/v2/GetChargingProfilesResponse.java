package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of GetChargingProfiles (since OCPP 2.0.1). */
public record GetChargingProfilesResponse(
    GetChargingProfileStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
