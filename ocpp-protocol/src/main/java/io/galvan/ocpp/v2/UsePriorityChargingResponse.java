package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of UsePriorityCharging (since OCPP 2.1). */
public record UsePriorityChargingResponse(
    PriorityChargingStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
