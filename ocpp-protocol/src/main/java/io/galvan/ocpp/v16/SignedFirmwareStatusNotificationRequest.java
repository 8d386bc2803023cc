package io.galvan.ocpp.v16;

import org.jspecify.annotations.Nullable;

/** Tells how far a signed firmware update is (security whitepaper). */
public record SignedFirmwareStatusNotificationRequest(
    SignedFirmwareStatus status, @Nullable Integer requestId) {}
