package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** The request of ClearDisplayMessage (since OCPP 2.0.1). */
public record ClearDisplayMessageRequest(
    @Range(min = 0) @Earlier(unbounded = true) int id, @Nullable CustomData customData) {}
