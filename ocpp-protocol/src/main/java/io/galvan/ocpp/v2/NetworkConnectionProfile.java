package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import io.galvan.ocpp.shape.Since;
import org.jspecify.annotations.Nullable;

/** Network Connection Profile, part of SetNetworkProfile (since OCPP 2.0.1). */
public record NetworkConnectionProfile(
    @Nullable APN apn,
    @Since(OcppVersion.V2_1) @MaxLength(64) @Nullable String basicAuthPassword,
    @Since(OcppVersion.V2_1) @MaxLength(48) @Nullable String identity,
    int messageTimeout,
    @MaxLength(2000) @Earlier(maxLength = 512) String ocppCsmsUrl,
    OCPPInterface ocppInterface,
    OCPPTransport ocppTransport,
    @Earlier(required = true) @Nullable OCPPVersion ocppVersion,
    @Range(min = 0) @Earlier(unbounded = true) int securityProfile,
    @Nullable VPN vpn,
    @Nullable CustomData customData) {}
