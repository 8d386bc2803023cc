package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of SetNetworkProfile (since OCPP 2.0.1). */
public record SetNetworkProfileResponse(
    SetNetworkProfileStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
