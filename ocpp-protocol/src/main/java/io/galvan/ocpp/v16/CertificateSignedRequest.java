package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;

/** Hands a charge point its signed certificate chain (PEM) (security whitepaper). */
public record CertificateSignedRequest(@MaxLength(10000) String certificateChain) {}
