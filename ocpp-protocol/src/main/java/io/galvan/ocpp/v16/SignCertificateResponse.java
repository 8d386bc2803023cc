package io.galvan.ocpp.v16;

/** Says whether the request was taken (security whitepaper). */
public record SignCertificateResponse(GenericStatus status) {}
