package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The request of SecurityEventNotification (since OCPP 2.0.1). */
public record SecurityEventNotificationRequest(
    @MaxLength(50) String type,
    OffsetDateTime timestamp,
    @MaxLength(255) @Nullable String techInfo,
    @Nullable CustomData customData) {}
