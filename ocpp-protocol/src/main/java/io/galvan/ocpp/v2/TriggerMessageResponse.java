package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of TriggerMessage (since OCPP 2.0.1). */
public record TriggerMessageResponse(
    TriggerMessageStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
