package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.Otherwise;
import io.galvan.ocpp.shape.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of MeterValues (since OCPP 2.0.1). */
public record MeterValuesRequest(
    @Range(min = 0) @Earlier(unbounded = true) @Otherwise(number = 0) int evseId,
    @Items(min = 1) List<MeterValue> meterValue,
    @Nullable CustomData customData) {}
