package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of BatterySwap (since OCPP 2.1). */
public record BatterySwapRequest(
    @Items(min = 1) List<BatteryData> batteryData,
    BatterySwapEvent eventType,
    IdToken idToken,
    int requestId,
    @Nullable CustomData customData) {}
