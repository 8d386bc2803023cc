package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.Otherwise;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Meter Value, part of MeterValues, TransactionEvent (since OCPP 2.0.1). */
public record MeterValue(
    @Items(min = 1) List<SampledValue> sampledValue,
    @Otherwise OffsetDateTime timestamp,
    @Nullable CustomData customData) {}
