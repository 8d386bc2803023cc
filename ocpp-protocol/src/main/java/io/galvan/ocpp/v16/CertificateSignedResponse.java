package io.galvan.ocpp.v16;

/** Says whether the chain was taken (security whitepaper). */
public record CertificateSignedResponse(CertificateSignedStatus status) {}
