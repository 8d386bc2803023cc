package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Essential;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Sampled Value, part of MeterValues, TransactionEvent (since OCPP 2.0.1). */
public record SampledValue(
    @Nullable ReadingContext context,
    @Nullable Location location,
    @Essential @Nullable Measurand measurand,
    @Essential @Nullable Phase phase,
    @Nullable SignedMeterValue signedMeterValue,
    @Essential @Nullable UnitOfMeasure unitOfMeasure,
    BigDecimal value,
    @Nullable CustomData customData) {}
