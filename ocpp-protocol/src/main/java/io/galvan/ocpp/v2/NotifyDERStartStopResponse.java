package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of NotifyDERStartStop (since OCPP 2.1). */
public record NotifyDERStartStopResponse(@Nullable CustomData customData) {}
