package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tariff Time, part of Authorize, ChangeTransactionTariff, SetDefaultTariff (since OCPP 2.1). */
public record TariffTime(
    @Items(min = 1) List<TariffTimePrice> prices,
    @Items(min = 1, max = 5) @Nullable List<TaxRate> taxRates,
    @Nullable CustomData customData) {}
