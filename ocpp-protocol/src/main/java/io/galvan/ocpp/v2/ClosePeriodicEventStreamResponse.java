package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of ClosePeriodicEventStream (since OCPP 2.1). */
public record ClosePeriodicEventStreamResponse(@Nullable CustomData customData) {}
