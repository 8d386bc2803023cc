package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;

/** Asks for a certificate to be signed (a PEM signing request) (security whitepaper). */
public record SignCertificateRequest(@MaxLength(5500) String csr) {}
