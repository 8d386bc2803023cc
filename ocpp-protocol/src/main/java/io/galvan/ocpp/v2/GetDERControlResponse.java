package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of GetDERControl (since OCPP 2.1). */
public record GetDERControlResponse(
    DERControlStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
