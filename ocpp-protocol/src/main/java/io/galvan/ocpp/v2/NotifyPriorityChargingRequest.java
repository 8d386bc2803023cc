package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** The request of NotifyPriorityCharging (since OCPP 2.1). */
public record NotifyPriorityChargingRequest(
    @MaxLength(36) String transactionId, boolean activated, @Nullable CustomData customData) {}
