package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of DeleteCertificate (since OCPP 2.0.1). */
public record DeleteCertificateResponse(
    DeleteCertificateStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
