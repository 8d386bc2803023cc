package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** OCSP Request Data, part of Authorize, GetCertificateStatus (since OCPP 2.0.1). */
public record OCSPRequestData(
    HashAlgorithm hashAlgorithm,
    @MaxLength(128) String issuerKeyHash,
    @MaxLength(128) String issuerNameHash,
    @MaxLength(2000) @Earlier(maxLength = 512) String responderURL,
    @MaxLength(40) String serialNumber,
    @Nullable CustomData customData) {}
