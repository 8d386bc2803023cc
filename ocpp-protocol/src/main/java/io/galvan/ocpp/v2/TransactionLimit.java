package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Transaction Limit, part of TransactionEvent (since OCPP 2.1). */
public record TransactionLimit(
    @Nullable BigDecimal maxCost,
    @Nullable BigDecimal maxEnergy,
    @Range(min = 0, max = 100) @Nullable Integer maxSoC,
    @Nullable Integer maxTime,
    @Nullable CustomData customData) {}
