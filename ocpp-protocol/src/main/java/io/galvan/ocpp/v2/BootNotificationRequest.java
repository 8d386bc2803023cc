package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of BootNotification (since OCPP 2.0.1). */
public record BootNotificationRequest(
    ChargingStation chargingStation, BootReason reason, @Nullable CustomData customData) {}
