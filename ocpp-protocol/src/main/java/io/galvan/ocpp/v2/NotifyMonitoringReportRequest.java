package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Essential;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.Range;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of NotifyMonitoringReport (since OCPP 2.0.1). */
public record NotifyMonitoringReportRequest(
    @Items(min = 1) @Nullable List<MonitoringData> monitor,
    int requestId,
    @Essential @Nullable Boolean tbc,
    @Range(min = 0) @Earlier(unbounded = true) int seqNo,
    OffsetDateTime generatedAt,
    @Nullable CustomData customData) {}
