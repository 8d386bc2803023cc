package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of SecurityEventNotification (since OCPP 2.0.1). */
public record SecurityEventNotificationResponse(@Nullable CustomData customData) {}
