package io.galvan.ocpp.v16;

import java.time.OffsetDateTime;

/** Takes the charge point on, or not; the interval is in seconds (OCPP 1.6, section 6). */
public record BootNotificationResponse(
    RegistrationStatus status, OffsetDateTime currentTime, int interval) {}
