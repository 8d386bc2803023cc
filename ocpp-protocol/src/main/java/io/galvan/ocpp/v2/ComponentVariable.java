package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** Component Variable, part of GetMonitoringReport, GetReport (since OCPP 2.0.1). */
public record ComponentVariable(
    Component component, @Nullable Variable variable, @Nullable CustomData customData) {}
