package io.galvan.ocpp.v2;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Certificate Status, part of GetCertificateChainStatus (since OCPP 2.1). */
public record CertificateStatus(
    CertificateHashData certificateHashData,
    OffsetDateTime nextUpdate,
    CertificateStatusSource source,
    CertificateStatusEnum status,
    @Nullable CustomData customData) {}
