package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of ClearCache (since OCPP 2.0.1). */
public record ClearCacheRequest(@Nullable CustomData customData) {}
