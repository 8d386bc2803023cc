package io.galvan.ocpp.v16;

/** Asks which root certificates are installed (security whitepaper). */
public record GetInstalledCertificateIdsRequest(CertificateUse certificateType) {}
