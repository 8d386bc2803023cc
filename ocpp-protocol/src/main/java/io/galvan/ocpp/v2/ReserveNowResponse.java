package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of ReserveNow (since OCPP 2.0.1). */
public record ReserveNowResponse(
    ReserveNowStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
