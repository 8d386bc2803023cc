package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Absolute Price Schedule, part of NotifyChargingLimit, NotifyEVChargingSchedule,
 * ReportChargingProfiles and others (since OCPP 2.1).
 */
public record AbsolutePriceSchedule(
    @Items(min = 1, max = 5) @Nullable List<AdditionalSelectedServices> additionalSelectedServices,
    @MaxLength(3) String currency,
    @MaxLength(8) String language,
    @Nullable RationalNumber maximumCost,
    @Nullable RationalNumber minimumCost,
    @Nullable OverstayRuleList overstayRuleList,
    @MaxLength(2000) String priceAlgorithm,
    @Items(min = 1, max = 1024) List<PriceRuleStack> priceRuleStacks,
    @MaxLength(160) @Nullable String priceScheduleDescription,
    @Range(min = 0) int priceScheduleID,
    @Items(min = 1, max = 10) @Nullable List<TaxRule> taxRules,
    OffsetDateTime timeAnchor,
    @Nullable CustomData customData) {}
