package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of ClearCache (since OCPP 2.0.1). */
public record ClearCacheResponse(
    ClearCacheStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
