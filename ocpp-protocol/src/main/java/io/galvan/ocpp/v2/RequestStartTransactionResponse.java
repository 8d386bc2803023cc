package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** The answer of RequestStartTransaction (since OCPP 2.0.1). */
public record RequestStartTransactionResponse(
    RequestStartStopStatus status,
    @Nullable StatusInfo statusInfo,
    @MaxLength(36) @Nullable String transactionId,
    @Nullable CustomData customData) {}
