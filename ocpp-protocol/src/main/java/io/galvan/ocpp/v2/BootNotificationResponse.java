package io.galvan.ocpp.v2;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The answer of BootNotification (since OCPP 2.0.1). */
public record BootNotificationResponse(
    OffsetDateTime currentTime,
    int interval,
    RegistrationStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
