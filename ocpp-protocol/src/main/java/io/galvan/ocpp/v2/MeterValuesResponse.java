package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of MeterValues (since OCPP 2.0.1). */
public record MeterValuesResponse(@Nullable CustomData customData) {}
