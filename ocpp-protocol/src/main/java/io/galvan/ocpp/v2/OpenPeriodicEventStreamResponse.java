package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of OpenPeriodicEventStream (since OCPP 2.1). */
public record OpenPeriodicEventStreamResponse(
    GenericStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
