package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of RequestBatterySwap (since OCPP 2.1). */
public record RequestBatterySwapRequest(
    IdToken idToken, int requestId, @Nullable CustomData customData) {}
