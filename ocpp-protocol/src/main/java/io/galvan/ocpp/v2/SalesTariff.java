package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sales Tariff, part of NotifyChargingLimit, NotifyEVChargingSchedule, ReportChargingProfiles and
 * others (since OCPP 2.0.1).
 */
public record SalesTariff(
    @Range(min = 0) @Earlier(unbounded = true) int id,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer numEPriceLevels,
    @MaxLength(32) @Nullable String salesTariffDescription,
    @Items(min = 1, max = 1024) List<SalesTariffEntry> salesTariffEntry,
    @Nullable CustomData customData) {}
