package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Certificate Status Request Info, part of GetCertificateChainStatus (since OCPP 2.1). */
public record CertificateStatusRequestInfo(
    CertificateHashData certificateHashData,
    CertificateStatusSource source,
    @MaxLength(2000) @Items(min = 1, max = 5) List<String> urls,
    @Nullable CustomData customData) {}
