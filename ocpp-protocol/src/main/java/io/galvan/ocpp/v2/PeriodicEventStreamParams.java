package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/**
 * Periodic Event Stream Params, part of AdjustPeriodicEventStream, GetPeriodicEventStream,
 * OpenPeriodicEventStream and others (since OCPP 2.1).
 */
public record PeriodicEventStreamParams(
    @Range(min = 0) @Nullable Integer interval,
    @Range(min = 0) @Nullable Integer values,
    @Nullable CustomData customData) {}
