package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tariff Conditions, part of Authorize, ChangeTransactionTariff, SetDefaultTariff (since OCPP 2.1).
 */
public record TariffConditions(
    @Items(min = 1, max = 7) @Nullable List<DayOfWeek> dayOfWeek,
    @Nullable String endTimeOfDay,
    @Nullable EvseKind evseKind,
    @Nullable Integer maxChargingTime,
    @Nullable BigDecimal maxCurrent,
    @Nullable BigDecimal maxEnergy,
    @Nullable Integer maxIdleTime,
    @Nullable BigDecimal maxPower,
    @Nullable Integer maxTime,
    @Nullable Integer minChargingTime,
    @Nullable BigDecimal minCurrent,
    @Nullable BigDecimal minEnergy,
    @Nullable Integer minIdleTime,
    @Nullable BigDecimal minPower,
    @Nullable Integer minTime,
    @Nullable String startTimeOfDay,
    @Nullable String validFromDate,
    @Nullable String validToDate,
    @Nullable CustomData customData) {}
