package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;

/** Installs a root certificate (PEM) (security whitepaper). */
public record InstallCertificateRequest(
    CertificateUse certificateType, @MaxLength(5500) String certificate) {}
