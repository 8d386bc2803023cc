package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of ReportDERControl (since OCPP 2.1). */
public record ReportDERControlResponse(@Nullable CustomData customData) {}
