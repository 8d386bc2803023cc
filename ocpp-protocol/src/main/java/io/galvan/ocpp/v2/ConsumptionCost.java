package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Consumption Cost, part of NotifyChargingLimit, NotifyEVChargingSchedule, ReportChargingProfiles
 * and others (since OCPP 2.0.1).
 */
public record ConsumptionCost(
    @Items(min = 1, max = 3) List<Cost> cost,
    BigDecimal startValue,
    @Nullable CustomData customData) {}
