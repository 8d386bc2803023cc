package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Charging Profile Criterion, part of GetChargingProfiles (since OCPP 2.0.1). */
public record ChargingProfileCriterion(
    @MaxLength(20) @Items(min = 1, max = 4) @Earlier(texts = {"EMS", "Other", "SO", "CSO"})
        @Nullable List<String> chargingLimitSource,
    @Items(min = 1) @Nullable List<Integer> chargingProfileId,
    @Nullable ChargingProfilePurpose chargingProfilePurpose,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer stackLevel,
    @Nullable CustomData customData) {}
