package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of Reset (since OCPP 2.0.1). */
public record ResetResponse(
    ResetStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
