package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** The request of GetChargingProfiles (since OCPP 2.0.1). */
public record GetChargingProfilesRequest(
    int requestId,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer evseId,
    ChargingProfileCriterion chargingProfile,
    @Nullable CustomData customData) {}
