package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of GetPeriodicEventStream (since OCPP 2.1). */
public record GetPeriodicEventStreamResponse(
    @Items(min = 1) @Nullable List<ConstantStreamData> constantStreamData,
    @Nullable CustomData customData) {}
