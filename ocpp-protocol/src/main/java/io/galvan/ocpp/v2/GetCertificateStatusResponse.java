package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** The answer of GetCertificateStatus (since OCPP 2.0.1). */
public record GetCertificateStatusResponse(
    GetCertificateStatus status,
    @Nullable StatusInfo statusInfo,
    @MaxLength(18000) @Earlier(maxLength = 5500) @Nullable String ocspResult,
    @Nullable CustomData customData) {}
