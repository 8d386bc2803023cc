package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of GetPeriodicEventStream (since OCPP 2.1). */
public record GetPeriodicEventStreamRequest(@Nullable CustomData customData) {}
