package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of PullDynamicScheduleUpdate (since OCPP 2.1). */
public record PullDynamicScheduleUpdateResponse(
    @Nullable ChargingScheduleUpdate scheduleUpdate,
    ChargingProfileStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
