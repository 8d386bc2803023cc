package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of GetMonitoringReport (since OCPP 2.0.1). */
public record GetMonitoringReportResponse(
    GenericDeviceModelStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
