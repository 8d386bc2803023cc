package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of ClearDisplayMessage (since OCPP 2.0.1). */
public record ClearDisplayMessageResponse(
    ClearMessageStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
