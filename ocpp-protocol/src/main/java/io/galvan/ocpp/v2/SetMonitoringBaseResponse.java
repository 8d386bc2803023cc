package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of SetMonitoringBase (since OCPP 2.0.1). */
public record SetMonitoringBaseResponse(
    GenericDeviceModelStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
