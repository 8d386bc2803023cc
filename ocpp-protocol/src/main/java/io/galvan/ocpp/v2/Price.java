package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Price, part of Authorize, ChangeTransactionTariff, SetDefaultTariff and others (since OCPP 2.1).
 */
public record Price(
    @Nullable BigDecimal exclTax,
    @Nullable BigDecimal inclTax,
    @Items(min = 1, max = 5) @Nullable List<TaxRate> taxRates,
    @Nullable CustomData customData) {}
