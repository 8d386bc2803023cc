package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of NotifyReport (since OCPP 2.0.1). */
public record NotifyReportResponse(@Nullable CustomData customData) {}
