package io.galvan.ocpp.v16;

import org.jspecify.annotations.Nullable;

/**
 * Asks the charge point to send a message now, also those of the security extension (security
 * whitepaper).
 */
public record ExtendedTriggerMessageRequest(
    ExtendedMessageTrigger requestedMessage, @Nullable Integer connectorId) {}
