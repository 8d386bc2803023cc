package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Essential;
import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** Unit Of Measure, part of MeterValues, TransactionEvent (since OCPP 2.0.1). */
public record UnitOfMeasure(
    @Essential @Nullable Integer multiplier,
    @Essential @MaxLength(20) @Nullable String unit,
    @Nullable CustomData customData) {}
