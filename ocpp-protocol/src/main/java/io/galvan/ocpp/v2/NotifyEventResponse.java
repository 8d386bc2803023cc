package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of NotifyEvent (since OCPP 2.0.1). */
public record NotifyEventResponse(@Nullable CustomData customData) {}
