package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of RequestStopTransaction (since OCPP 2.0.1). */
public record RequestStopTransactionResponse(
    RequestStartStopStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
