package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import io.galvan.ocpp.shape.Since;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Charging Schedule, part of NotifyChargingLimit, NotifyEVChargingSchedule, ReportChargingProfiles
 * and others (since OCPP 2.0.1).
 */
public record ChargingSchedule(
    @Since(OcppVersion.V2_1) @Nullable AbsolutePriceSchedule absolutePriceSchedule,
    ChargingRateUnit chargingRateUnit,
    @Items(min = 1, max = 1024) List<ChargingSchedulePeriod> chargingSchedulePeriod,
    @Since(OcppVersion.V2_1) @MaxLength(88) @Nullable String digestValue,
    @Nullable Integer duration,
    int id,
    @Since(OcppVersion.V2_1) @Nullable LimitAtSoC limitAtSoC,
    @Nullable BigDecimal minChargingRate,
    @Since(OcppVersion.V2_1) @Nullable BigDecimal powerTolerance,
    @Since(OcppVersion.V2_1) @Nullable PriceLevelSchedule priceLevelSchedule,
    @Since(OcppVersion.V2_1) @Range(min = 0) @Nullable Integer randomizedDelay,
    @Nullable SalesTariff salesTariff,
    @Since(OcppVersion.V2_1) @Range(min = 0) @Nullable Integer signatureId,
    @Nullable OffsetDateTime startSchedule,
    @Since(OcppVersion.V2_1) @Nullable Boolean useLocalTime,
    @Nullable CustomData customData) {}
