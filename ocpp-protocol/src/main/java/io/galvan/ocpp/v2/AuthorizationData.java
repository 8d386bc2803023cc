package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** Authorization Data, part of SendLocalList (since OCPP 2.0.1). */
public record AuthorizationData(
    IdToken idToken, @Nullable IdTokenInfo idTokenInfo, @Nullable CustomData customData) {}
