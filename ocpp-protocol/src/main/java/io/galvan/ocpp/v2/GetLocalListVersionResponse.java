package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of GetLocalListVersion (since OCPP 2.0.1). */
public record GetLocalListVersionResponse(int versionNumber, @Nullable CustomData customData) {}
