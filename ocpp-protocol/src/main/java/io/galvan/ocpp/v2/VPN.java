package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** VPN, part of SetNetworkProfile (since OCPP 2.0.1). */
public record VPN(
    @MaxLength(50) @Earlier(maxLength = 20) @Nullable String group,
    @MaxLength(255) String key,
    @MaxLength(64) @Earlier(maxLength = 20) String password,
    @MaxLength(2000) @Earlier(maxLength = 512) String server,
    VPNEnum type,
    @MaxLength(50) @Earlier(maxLength = 20) String user,
    @Nullable CustomData customData) {}
