package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** The request of ClosePeriodicEventStream (since OCPP 2.1). */
public record ClosePeriodicEventStreamRequest(
    @Range(min = 0) int id, @Nullable CustomData customData) {}
