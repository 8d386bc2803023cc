package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;

/** What identifies an installed certificate (security whitepaper, CertificateHashDataType). */
public record CertificateHashData(
    HashAlgorithm hashAlgorithm,
    @MaxLength(128) String issuerNameHash,
    @MaxLength(128) String issuerKeyHash,
    @MaxLength(40) String serialNumber) {}
