package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** The request of RequestStartTransaction (since OCPP 2.0.1). */
public record RequestStartTransactionRequest(
    @Range(min = 1) @Earlier(unbounded = true) @Nullable Integer evseId,
    @Nullable IdToken groupIdToken,
    IdToken idToken,
    int remoteStartId,
    @Nullable ChargingProfile chargingProfile,
    @Nullable CustomData customData) {}
