package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.Range;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Composite Schedule, part of GetCompositeSchedule (since OCPP 2.0.1). */
public record CompositeSchedule(
    ChargingRateUnit chargingRateUnit,
    @Items(min = 1) List<ChargingSchedulePeriod> chargingSchedulePeriod,
    int duration,
    @Range(min = 0) @Earlier(unbounded = true) int evseId,
    OffsetDateTime scheduleStart,
    @Nullable CustomData customData) {}
