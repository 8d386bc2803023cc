package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The request of CostUpdated (since OCPP 2.0.1). */
public record CostUpdatedRequest(
    BigDecimal totalCost, @MaxLength(36) String transactionId, @Nullable CustomData customData) {}
