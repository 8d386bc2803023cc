package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** The request of ClearDERControl (since OCPP 2.1). */
public record ClearDERControlRequest(
    boolean isDefault,
    @Nullable DERControl controlType,
    @MaxLength(36) @Nullable String controlId,
    @Nullable CustomData customData) {}
