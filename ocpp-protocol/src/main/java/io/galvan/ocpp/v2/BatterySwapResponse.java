package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of BatterySwap (since OCPP 2.1). */
public record BatterySwapResponse(@Nullable CustomData customData) {}
