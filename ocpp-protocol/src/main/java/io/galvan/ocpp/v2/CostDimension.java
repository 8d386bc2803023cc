package io.galvan.ocpp.v2;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Cost Dimension, part of TransactionEvent (since OCPP 2.1). */
public record CostDimension(
    CostDimensionEnum type, BigDecimal volume, @Nullable CustomData customData) {}
