package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Essential;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Since;
import org.jspecify.annotations.Nullable;

/** The request of SignCertificate (since OCPP 2.0.1). */
public record SignCertificateRequest(
    @MaxLength(5500) String csr,
    @Essential @Nullable CertificateSigningUse certificateType,
    @Since(OcppVersion.V2_1) @Nullable CertificateHashData hashRootCertificate,
    @Since(OcppVersion.V2_1) @Nullable Integer requestId,
    @Nullable CustomData customData) {}
