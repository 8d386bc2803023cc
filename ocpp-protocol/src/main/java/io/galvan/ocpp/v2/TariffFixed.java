package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tariff Fixed, part of Authorize, ChangeTransactionTariff, SetDefaultTariff (since OCPP 2.1). */
public record TariffFixed(
    @Items(min = 1) List<TariffFixedPrice> prices,
    @Items(min = 1, max = 5) @Nullable List<TaxRate> taxRates,
    @Nullable CustomData customData) {}
