package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Tax Rate, part of Authorize, ChangeTransactionTariff, SetDefaultTariff and others (since OCPP
 * 2.1).
 */
public record TaxRate(
    @Range(min = 0) @Nullable Integer stack,
    BigDecimal tax,
    @MaxLength(20) String type,
    @Nullable CustomData customData) {}
