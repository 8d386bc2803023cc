package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of NotifyDisplayMessages (since OCPP 2.0.1). */
public record NotifyDisplayMessagesResponse(@Nullable CustomData customData) {}
