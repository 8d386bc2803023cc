package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of AdjustPeriodicEventStream (since OCPP 2.1). */
public record AdjustPeriodicEventStreamResponse(
    GenericStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
