package io.galvan.ocpp.v2;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Tariff Energy Price, part of Authorize, ChangeTransactionTariff, SetDefaultTariff (since OCPP
 * 2.1).
 */
public record TariffEnergyPrice(
    @Nullable TariffConditions conditions, BigDecimal priceKwh, @Nullable CustomData customData) {}
