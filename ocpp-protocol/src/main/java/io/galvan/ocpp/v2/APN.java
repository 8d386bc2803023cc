package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** APN, part of SetNetworkProfile (since OCPP 2.0.1). */
public record APN(
    @MaxLength(2000) @Earlier(maxLength = 512) String apn,
    APNAuthentication apnAuthentication,
    @MaxLength(64) @Earlier(maxLength = 20) @Nullable String apnPassword,
    @MaxLength(50) @Earlier(maxLength = 20) @Nullable String apnUserName,
    @MaxLength(6) @Nullable String preferredNetwork,
    @Nullable Integer simPin,
    @Nullable Boolean useOnlyPreferredNetwork,
    @Nullable CustomData customData) {}
