package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of GetReport (since OCPP 2.0.1). */
public record GetReportRequest(
    @Items(min = 1) @Nullable List<ComponentVariable> componentVariable,
    int requestId,
    @Items(min = 1, max = 4) @Nullable List<ComponentCriterion> componentCriteria,
    @Nullable CustomData customData) {}
