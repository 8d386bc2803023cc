package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Price Level Schedule, part of NotifyChargingLimit, NotifyEVChargingSchedule,
 * ReportChargingProfiles and others (since OCPP 2.1).
 */
public record PriceLevelSchedule(
    @Range(min = 0) int numberOfPriceLevels,
    @Items(min = 1, max = 100) List<PriceLevelScheduleEntry> priceLevelScheduleEntries,
    @MaxLength(32) @Nullable String priceScheduleDescription,
    @Range(min = 0) int priceScheduleId,
    OffsetDateTime timeAnchor,
    @Nullable CustomData customData) {}
