package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of SetVariableMonitoring (since OCPP 2.0.1). */
public record SetVariableMonitoringResponse(
    @Items(min = 1) List<SetMonitoringResult> setMonitoringResult,
    @Nullable CustomData customData) {}
