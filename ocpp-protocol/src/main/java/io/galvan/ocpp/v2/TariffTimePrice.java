package io.galvan.ocpp.v2;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Tariff Time Price, part of Authorize, ChangeTransactionTariff, SetDefaultTariff (since OCPP 2.1).
 */
public record TariffTimePrice(
    @Nullable TariffConditions conditions,
    BigDecimal priceMinute,
    @Nullable CustomData customData) {}
