package io.galvan.ocpp.v16;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a signed firmware to be installed; the retry interval is in seconds (security
 * whitepaper).
 */
public record SignedUpdateFirmwareRequest(
    @Nullable Integer retries, @Nullable Integer retryInterval, int requestId, Firmware firmware) {}
