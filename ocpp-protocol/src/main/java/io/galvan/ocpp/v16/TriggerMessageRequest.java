package io.galvan.ocpp.v16;

import org.jspecify.annotations.Nullable;

/** Asks the charge point to send a message now (OCPP 1.6, section 6). */
public record TriggerMessageRequest(
    MessageTrigger requestedMessage, @Nullable Integer connectorId) {}
