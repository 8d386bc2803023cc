package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/**
 * Tax Rule, part of NotifyChargingLimit, NotifyEVChargingSchedule, ReportChargingProfiles and
 * others (since OCPP 2.1).
 */
public record TaxRule(
    boolean appliesToEnergyFee,
    boolean appliesToMinimumMaximumCost,
    boolean appliesToOverstayFee,
    boolean appliesToParkingFee,
    @Nullable Boolean taxIncludedInPrice,
    RationalNumber taxRate,
    @Range(min = 0) int taxRuleID,
    @MaxLength(100) @Nullable String taxRuleName,
    @Nullable CustomData customData) {}
