package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** The request of UsePriorityCharging (since OCPP 2.1). */
public record UsePriorityChargingRequest(
    @MaxLength(36) String transactionId, boolean activate, @Nullable CustomData customData) {}
