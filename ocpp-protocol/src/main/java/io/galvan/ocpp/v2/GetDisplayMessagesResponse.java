package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of GetDisplayMessages (since OCPP 2.0.1). */
public record GetDisplayMessagesResponse(
    GetDisplayMessagesStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
