package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of UpdateDynamicSchedule (since OCPP 2.1). */
public record UpdateDynamicScheduleResponse(
    ChargingProfileStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
