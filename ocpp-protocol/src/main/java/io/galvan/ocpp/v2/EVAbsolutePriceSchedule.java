package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** EV Absolute Price Schedule, part of NotifyEVChargingNeeds (since OCPP 2.1). */
public record EVAbsolutePriceSchedule(
    @MaxLength(3) String currency,
    @Items(min = 1, max = 1024) List<EVAbsolutePriceScheduleEntry> evAbsolutePriceScheduleEntries,
    @MaxLength(2000) String priceAlgorithm,
    OffsetDateTime timeAnchor,
    @Nullable CustomData customData) {}
