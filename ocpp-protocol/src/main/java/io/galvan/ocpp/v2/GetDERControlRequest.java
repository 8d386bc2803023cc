package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** The request of GetDERControl (since OCPP 2.1). */
public record GetDERControlRequest(
    int requestId,
    @Nullable Boolean isDefault,
    @Nullable DERControl controlType,
    @MaxLength(36) @Nullable String controlId,
    @Nullable CustomData customData) {}
