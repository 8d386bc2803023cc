package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of ClearedChargingLimit (since OCPP 2.0.1). */
public record ClearedChargingLimitResponse(@Nullable CustomData customData) {}
