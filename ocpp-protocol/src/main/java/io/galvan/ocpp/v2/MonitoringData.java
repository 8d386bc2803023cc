package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Monitoring Data, part of NotifyMonitoringReport (since OCPP 2.0.1). */
public record MonitoringData(
    Component component,
    Variable variable,
    @Items(min = 1) List<VariableMonitoring> variableMonitoring,
    @Nullable CustomData customData) {}
