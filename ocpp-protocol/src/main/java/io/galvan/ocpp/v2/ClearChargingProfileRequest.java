package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of ClearChargingProfile (since OCPP 2.0.1). */
public record ClearChargingProfileRequest(
    @Nullable Integer chargingProfileId,
    @Nullable ClearChargingProfile chargingProfileCriteria,
    @Nullable CustomData customData) {}
