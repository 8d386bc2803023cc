package io.galvan.ocpp.v16;

/** Says whether the certificate was installed (security whitepaper). */
public record InstallCertificateResponse(InstallCertificateStatus status) {}
