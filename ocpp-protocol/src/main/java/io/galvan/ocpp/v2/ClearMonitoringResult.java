package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** Clear Monitoring Result, part of ClearVariableMonitoring (since OCPP 2.0.1). */
public record ClearMonitoringResult(
    @Range(min = 0) @Earlier(unbounded = true) int id,
    ClearMonitoringStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
