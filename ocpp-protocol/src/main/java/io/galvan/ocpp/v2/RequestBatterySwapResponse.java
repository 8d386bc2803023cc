package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of RequestBatterySwap (since OCPP 2.1). */
public record RequestBatterySwapResponse(
    GenericStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
