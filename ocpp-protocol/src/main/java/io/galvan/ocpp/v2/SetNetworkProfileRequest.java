package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of SetNetworkProfile (since OCPP 2.0.1). */
public record SetNetworkProfileRequest(
    int configurationSlot,
    NetworkConnectionProfile connectionData,
    @Nullable CustomData customData) {}
