package io.galvan.ocpp.v16;

/** Deletes one installed certificate (security whitepaper). */
public record DeleteCertificateRequest(CertificateHashData certificateHashData) {}
