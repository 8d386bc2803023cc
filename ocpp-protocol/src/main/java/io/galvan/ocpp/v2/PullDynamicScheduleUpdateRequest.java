package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of PullDynamicScheduleUpdate (since OCPP 2.1). */
public record PullDynamicScheduleUpdateRequest(
    int chargingProfileId, @Nullable CustomData customData) {}
