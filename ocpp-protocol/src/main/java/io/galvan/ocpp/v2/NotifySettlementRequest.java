package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The request of NotifySettlement (since OCPP 2.1). */
public record NotifySettlementRequest(
    @MaxLength(36) @Nullable String transactionId,
    @MaxLength(255) String pspRef,
    PaymentStatus status,
    @MaxLength(500) @Nullable String statusInfo,
    BigDecimal settlementAmount,
    OffsetDateTime settlementTime,
    @MaxLength(50) @Nullable String receiptId,
    @MaxLength(2000) @Nullable String receiptUrl,
    @Nullable Address vatCompany,
    @MaxLength(20) @Nullable String vatNumber,
    @Nullable CustomData customData) {}
