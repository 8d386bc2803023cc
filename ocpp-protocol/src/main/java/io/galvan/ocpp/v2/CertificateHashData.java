package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/**
 * Certificate Hash Data, part of CustomerInformation, DeleteCertificate, GetCertificateChainStatus
 * and others (since OCPP 2.0.1).
 */
public record CertificateHashData(
    HashAlgorithm hashAlgorithm,
    @MaxLength(128) String issuerKeyHash,
    @MaxLength(128) String issuerNameHash,
    @MaxLength(40) String serialNumber,
    @Nullable CustomData customData) {}
