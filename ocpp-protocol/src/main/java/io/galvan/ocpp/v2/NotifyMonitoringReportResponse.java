package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of NotifyMonitoringReport (since OCPP 2.0.1). */
public record NotifyMonitoringReportResponse(@Nullable CustomData customData) {}
