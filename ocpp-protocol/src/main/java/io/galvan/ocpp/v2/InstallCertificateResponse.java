package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of InstallCertificate (since OCPP 2.0.1). */
public record InstallCertificateResponse(
    InstallCertificateStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
