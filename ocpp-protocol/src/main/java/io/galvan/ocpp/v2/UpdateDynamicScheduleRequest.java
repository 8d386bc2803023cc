package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of UpdateDynamicSchedule (since OCPP 2.1). */
public record UpdateDynamicScheduleRequest(
    int chargingProfileId,
    ChargingScheduleUpdate scheduleUpdate,
    @Nullable CustomData customData) {}
