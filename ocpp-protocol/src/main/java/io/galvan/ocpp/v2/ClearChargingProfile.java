package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** Clear Charging Profile, part of ClearChargingProfile (since OCPP 2.0.1). */
public record ClearChargingProfile(
    @Nullable ChargingProfilePurpose chargingProfilePurpose,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer evseId,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer stackLevel,
    @Nullable CustomData customData) {}
