package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of GetDisplayMessages (since OCPP 2.0.1). */
public record GetDisplayMessagesRequest(
    @Range(min = 0) @Items(min = 1) @Earlier(unbounded = true) @Nullable List<Integer> id,
    int requestId,
    @Nullable MessagePriority priority,
    @Nullable MessageState state,
    @Nullable CustomData customData) {}
