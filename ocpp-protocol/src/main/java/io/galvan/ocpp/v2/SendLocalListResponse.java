package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of SendLocalList (since OCPP 2.0.1). */
public record SendLocalListResponse(
    SendLocalListStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
