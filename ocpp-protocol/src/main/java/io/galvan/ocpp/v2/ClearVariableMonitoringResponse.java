package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of ClearVariableMonitoring (since OCPP 2.0.1). */
public record ClearVariableMonitoringResponse(
    @Items(min = 1) List<ClearMonitoringResult> clearMonitoringResult,
    @Nullable CustomData customData) {}
