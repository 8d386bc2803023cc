package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** The request of GetTransactionStatus (since OCPP 2.0.1). */
public record GetTransactionStatusRequest(
    @MaxLength(36) @Nullable String transactionId, @Nullable CustomData customData) {}
