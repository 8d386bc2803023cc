package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** EV Energy Offer, part of NotifyEVChargingNeeds (since OCPP 2.1). */
public record EVEnergyOffer(
    @Nullable EVAbsolutePriceSchedule evAbsolutePriceSchedule,
    EVPowerSchedule evPowerSchedule,
    @Nullable CustomData customData) {}
