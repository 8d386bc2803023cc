package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of GetBaseReport (since OCPP 2.0.1). */
public record GetBaseReportRequest(
    int requestId, ReportBase reportBase, @Nullable CustomData customData) {}
