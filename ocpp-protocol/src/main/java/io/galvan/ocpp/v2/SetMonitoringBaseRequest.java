package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of SetMonitoringBase (since OCPP 2.0.1). */
public record SetMonitoringBaseRequest(
    MonitoringBase monitoringBase, @Nullable CustomData customData) {}
