package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** The request of RequestStopTransaction (since OCPP 2.0.1). */
public record RequestStopTransactionRequest(
    @MaxLength(36) String transactionId, @Nullable CustomData customData) {}
