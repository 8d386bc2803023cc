package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of GetLocalListVersion (since OCPP 2.0.1). */
public record GetLocalListVersionRequest(@Nullable CustomData customData) {}
