package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** The answer of GetLog (since OCPP 2.0.1). */
public record GetLogResponse(
    LogStatus status,
    @Nullable StatusInfo statusInfo,
    @MaxLength(255) @Nullable String filename,
    @Nullable CustomData customData) {}
