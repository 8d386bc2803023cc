package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Overstay Rule List, part of NotifyChargingLimit, NotifyEVChargingSchedule, ReportChargingProfiles
 * and others (since OCPP 2.1).
 */
public record OverstayRuleList(
    @Nullable RationalNumber overstayPowerThreshold,
    @Items(min = 1, max = 5) List<OverstayRule> overstayRule,
    @Nullable Integer overstayTimeThreshold,
    @Nullable CustomData customData) {}
