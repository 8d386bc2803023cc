package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Truncatable;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reports a security event (security whitepaper). */
public record SecurityEventNotificationRequest(
    @MaxLength(50) @Truncatable String type,
    OffsetDateTime timestamp,
    @MaxLength(255) @Truncatable @Nullable String techInfo) {}
