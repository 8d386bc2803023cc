package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/**
 * Cost, part of NotifyChargingLimit, NotifyEVChargingSchedule, ReportChargingProfiles and others
 * (since OCPP 2.0.1).
 */
public record Cost(
    int amount,
    @Nullable Integer amountMultiplier,
    CostKind costKind,
    @Nullable CustomData customData) {}
