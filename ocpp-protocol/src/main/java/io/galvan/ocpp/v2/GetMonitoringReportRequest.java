package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of GetMonitoringReport (since OCPP 2.0.1). */
public record GetMonitoringReportRequest(
    @Items(min = 1) @Nullable List<ComponentVariable> componentVariable,
    int requestId,
    @Items(min = 1, max = 3) @Nullable List<MonitoringCriterion> monitoringCriteria,
    @Nullable CustomData customData) {}
