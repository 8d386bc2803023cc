package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** EV Absolute Price Schedule Entry, part of NotifyEVChargingNeeds (since OCPP 2.1). */
public record EVAbsolutePriceScheduleEntry(
    int duration,
    @Items(min = 1, max = 8) List<EVPriceRule> evPriceRule,
    @Nullable CustomData customData) {}
