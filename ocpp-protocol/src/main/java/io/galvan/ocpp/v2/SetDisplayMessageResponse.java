package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of SetDisplayMessage (since OCPP 2.0.1). */
public record SetDisplayMessageResponse(
    DisplayMessageStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
