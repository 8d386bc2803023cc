package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of GetBaseReport (since OCPP 2.0.1). */
public record GetBaseReportResponse(
    GenericDeviceModelStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
