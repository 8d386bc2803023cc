package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** EV Power Schedule, part of NotifyEVChargingNeeds (since OCPP 2.1). */
public record EVPowerSchedule(
    @Items(min = 1, max = 1024) List<EVPowerScheduleEntry> evPowerScheduleEntries,
    OffsetDateTime timeAnchor,
    @Nullable CustomData customData) {}
