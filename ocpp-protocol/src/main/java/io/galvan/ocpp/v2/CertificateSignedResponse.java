package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of CertificateSigned (since OCPP 2.0.1). */
public record CertificateSignedResponse(
    CertificateSignedStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
