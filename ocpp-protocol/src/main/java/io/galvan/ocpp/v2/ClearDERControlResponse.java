package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of ClearDERControl (since OCPP 2.1). */
public record ClearDERControlResponse(
    DERControlStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
