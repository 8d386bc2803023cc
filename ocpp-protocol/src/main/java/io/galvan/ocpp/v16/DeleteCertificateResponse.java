package io.galvan.ocpp.v16;

/** Says whether the certificate was deleted (security whitepaper). */
public record DeleteCertificateResponse(DeleteCertificateStatus status) {}
