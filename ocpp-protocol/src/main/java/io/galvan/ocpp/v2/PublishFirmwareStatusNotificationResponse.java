package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of PublishFirmwareStatusNotification (since OCPP 2.0.1). */
public record PublishFirmwareStatusNotificationResponse(@Nullable CustomData customData) {}
