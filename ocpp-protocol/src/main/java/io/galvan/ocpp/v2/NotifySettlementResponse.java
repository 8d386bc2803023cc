package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** The answer of NotifySettlement (since OCPP 2.1). */
public record NotifySettlementResponse(
    @MaxLength(2000) @Nullable String receiptUrl,
    @MaxLength(50) @Nullable String receiptId,
    @Nullable CustomData customData) {}
