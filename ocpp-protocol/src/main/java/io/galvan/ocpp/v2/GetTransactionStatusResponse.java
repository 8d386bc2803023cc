package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of GetTransactionStatus (since OCPP 2.0.1). */
public record GetTransactionStatusResponse(
    @Nullable Boolean ongoingIndicator, boolean messagesInQueue, @Nullable CustomData customData) {}
