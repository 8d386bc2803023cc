package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of UnlockConnector (since OCPP 2.0.1). */
public record UnlockConnectorResponse(
    UnlockStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
