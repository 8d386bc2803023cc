package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of CostUpdated (since OCPP 2.0.1). */
public record CostUpdatedResponse(@Nullable CustomData customData) {}
