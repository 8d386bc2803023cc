package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of SetVariableMonitoring (since OCPP 2.0.1). */
public record SetVariableMonitoringRequest(
    @Items(min = 1) List<SetMonitoringData> setMonitoringData, @Nullable CustomData customData) {}
