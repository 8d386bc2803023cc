package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Price Rule Stack, part of NotifyChargingLimit, NotifyEVChargingSchedule, ReportChargingProfiles
 * and others (since OCPP 2.1).
 */
public record PriceRuleStack(
    int duration,
    @Items(min = 1, max = 8) List<PriceRule> priceRule,
    @Nullable CustomData customData) {}
