package io.galvan.ocpp.v2;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Tariff Fixed Price, part of Authorize, ChangeTransactionTariff, SetDefaultTariff (since OCPP
 * 2.1).
 */
public record TariffFixedPrice(
    @Nullable TariffConditionsFixed conditions,
    BigDecimal priceFixed,
    @Nullable CustomData customData) {}
