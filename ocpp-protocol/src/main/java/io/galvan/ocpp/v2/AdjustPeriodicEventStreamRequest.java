package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** The request of AdjustPeriodicEventStream (since OCPP 2.1). */
public record AdjustPeriodicEventStreamRequest(
    @Range(min = 0) int id, PeriodicEventStreamParams params, @Nullable CustomData customData) {}
