package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of SetDisplayMessage (since OCPP 2.0.1). */
public record SetDisplayMessageRequest(MessageInfo message, @Nullable CustomData customData) {}
