package io.galvan.ocpp.v16;

import org.jspecify.annotations.Nullable;

/** Tells how far a log upload is (security whitepaper). */
public record LogStatusNotificationRequest(UploadLogStatus status, @Nullable Integer requestId) {}
