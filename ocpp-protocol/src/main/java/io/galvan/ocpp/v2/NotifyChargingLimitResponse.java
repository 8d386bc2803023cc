package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of NotifyChargingLimit (since OCPP 2.0.1). */
public record NotifyChargingLimitResponse(@Nullable CustomData customData) {}
