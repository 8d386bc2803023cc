package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of NotifyChargingLimit (since OCPP 2.0.1). */
public record NotifyChargingLimitRequest(
    @Items(min = 1) @Nullable List<ChargingSchedule> chargingSchedule,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer evseId,
    ChargingLimit chargingLimit,
    @Nullable CustomData customData) {}
