package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of OpenPeriodicEventStream (since OCPP 2.1). */
public record OpenPeriodicEventStreamRequest(
    ConstantStreamData constantStreamData, @Nullable CustomData customData) {}
