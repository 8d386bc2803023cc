package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of FirmwareStatusNotification (since OCPP 2.0.1). */
public record FirmwareStatusNotificationResponse(@Nullable CustomData customData) {}
