package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/**
 * Price Level Schedule Entry, part of NotifyChargingLimit, NotifyEVChargingSchedule,
 * ReportChargingProfiles and others (since OCPP 2.1).
 */
public record PriceLevelScheduleEntry(
    int duration, @Range(min = 0) int priceLevel, @Nullable CustomData customData) {}
