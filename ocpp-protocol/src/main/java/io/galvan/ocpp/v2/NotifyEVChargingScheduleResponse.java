package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of NotifyEVChargingSchedule (since OCPP 2.0.1). */
public record NotifyEVChargingScheduleResponse(
    GenericStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
