package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of SetMonitoringLevel (since OCPP 2.0.1). */
public record SetMonitoringLevelResponse(
    GenericStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
