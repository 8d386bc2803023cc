package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/**
 * Constant Stream Data, part of GetPeriodicEventStream, OpenPeriodicEventStream (since OCPP 2.1).
 */
public record ConstantStreamData(
    @Range(min = 0) int id,
    PeriodicEventStreamParams params,
    @Range(min = 0) int variableMonitoringId,
    @Nullable CustomData customData) {}
