package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of StatusNotification (since OCPP 2.0.1). */
public record StatusNotificationResponse(@Nullable CustomData customData) {}
