package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Since;
import org.jspecify.annotations.Nullable;

/** The request of CertificateSigned (since OCPP 2.0.1). */
public record CertificateSignedRequest(
    @MaxLength(10000) String certificateChain,
    @Nullable CertificateSigningUse certificateType,
    @Since(OcppVersion.V2_1) @Nullable Integer requestId,
    @Nullable CustomData customData) {}
