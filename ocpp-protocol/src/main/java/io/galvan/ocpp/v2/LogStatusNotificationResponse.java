package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of LogStatusNotification (since OCPP 2.0.1). */
public record LogStatusNotificationResponse(@Nullable CustomData customData) {}
