package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** Set Monitoring Result, part of SetVariableMonitoring (since OCPP 2.0.1). */
public record SetMonitoringResult(
    Component component,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer id,
    @Range(min = 0) @Earlier(unbounded = true) int severity,
    SetMonitoringStatus status,
    @Nullable StatusInfo statusInfo,
    Monitor type,
    Variable variable,
    @Nullable CustomData customData) {}
