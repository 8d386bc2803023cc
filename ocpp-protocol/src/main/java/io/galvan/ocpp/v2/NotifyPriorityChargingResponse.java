package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of NotifyPriorityCharging (since OCPP 2.1). */
public record NotifyPriorityChargingResponse(@Nullable CustomData customData) {}
