package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/**
 * Price Rule, part of NotifyChargingLimit, NotifyEVChargingSchedule, ReportChargingProfiles and
 * others (since OCPP 2.1).
 */
public record PriceRule(
    @Range(min = 0) @Nullable Integer carbonDioxideEmission,
    RationalNumber energyFee,
    @Nullable RationalNumber parkingFee,
    @Nullable Integer parkingFeePeriod,
    RationalNumber powerRangeStart,
    @Range(min = 0, max = 100) @Nullable Integer renewableGenerationPercentage,
    @Nullable CustomData customData) {}
