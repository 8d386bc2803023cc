package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Charging Period, part of TransactionEvent (since OCPP 2.1). */
public record ChargingPeriod(
    @Items(min = 1) @Nullable List<CostDimension> dimensions,
    OffsetDateTime startPeriod,
    @MaxLength(60) @Nullable String tariffId,
    @Nullable CustomData customData) {}
