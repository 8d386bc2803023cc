package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of DeleteCertificate (since OCPP 2.0.1). */
public record DeleteCertificateRequest(
    CertificateHashData certificateHashData, @Nullable CustomData customData) {}
