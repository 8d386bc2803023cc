package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** The request of GetLog (since OCPP 2.0.1). */
public record GetLogRequest(
    LogParameters log,
    Log logType,
    int requestId,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer retries,
    @Nullable Integer retryInterval,
    @Nullable CustomData customData) {}
