package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** The request of Reset (since OCPP 2.0.1). */
public record ResetRequest(
    Reset type,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer evseId,
    @Nullable CustomData customData) {}
