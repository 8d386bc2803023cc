package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** The request of InstallCertificate (since OCPP 2.0.1). */
public record InstallCertificateRequest(
    InstallCertificateUse certificateType,
    @MaxLength(10000) @Earlier(maxLength = 5500) String certificate,
    @Nullable CustomData customData) {}
