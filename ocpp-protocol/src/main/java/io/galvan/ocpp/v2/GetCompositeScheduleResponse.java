package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of GetCompositeSchedule (since OCPP 2.0.1). */
public record GetCompositeScheduleResponse(
    GenericStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CompositeSchedule schedule,
    @Nullable CustomData customData) {}
