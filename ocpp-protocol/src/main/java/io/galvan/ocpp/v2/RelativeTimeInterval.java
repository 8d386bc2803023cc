package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/**
 * Relative Time Interval, part of NotifyChargingLimit, NotifyEVChargingSchedule,
 * ReportChargingProfiles and others (since OCPP 2.0.1).
 */
public record RelativeTimeInterval(
    @Nullable Integer duration, int start, @Nullable CustomData customData) {}
