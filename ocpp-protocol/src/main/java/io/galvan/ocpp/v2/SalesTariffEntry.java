package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sales Tariff Entry, part of NotifyChargingLimit, NotifyEVChargingSchedule, ReportChargingProfiles
 * and others (since OCPP 2.0.1).
 */
public record SalesTariffEntry(
    @Items(min = 1, max = 3) @Nullable List<ConsumptionCost> consumptionCost,
    @Range(min = 0) @Nullable Integer ePriceLevel,
    RelativeTimeInterval relativeTimeInterval,
    @Nullable CustomData customData) {}
