package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Range;
import io.galvan.ocpp.shape.Since;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Set Monitoring Data, part of SetVariableMonitoring (since OCPP 2.0.1). */
public record SetMonitoringData(
    Component component,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer id,
    @Since(OcppVersion.V2_1) @Nullable PeriodicEventStreamParams periodicEventStream,
    @Range(min = 0) @Earlier(unbounded = true) int severity,
    @Nullable Boolean transaction,
    Monitor type,
    BigDecimal value,
    Variable variable,
    @Nullable CustomData customData) {}
