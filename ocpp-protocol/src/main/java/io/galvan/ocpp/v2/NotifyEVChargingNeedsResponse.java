package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of NotifyEVChargingNeeds (since OCPP 2.0.1). */
public record NotifyEVChargingNeedsResponse(
    NotifyEVChargingNeedsStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
