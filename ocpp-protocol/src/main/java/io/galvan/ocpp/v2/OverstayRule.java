package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/**
 * Overstay Rule, part of NotifyChargingLimit, NotifyEVChargingSchedule, ReportChargingProfiles and
 * others (since OCPP 2.1).
 */
public record OverstayRule(
    RationalNumber overstayFee,
    int overstayFeePeriod,
    @MaxLength(32) @Nullable String overstayRuleDescription,
    int startTime,
    @Nullable CustomData customData) {}
