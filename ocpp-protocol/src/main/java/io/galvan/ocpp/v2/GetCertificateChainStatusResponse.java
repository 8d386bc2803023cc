package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of GetCertificateChainStatus (since OCPP 2.1). */
public record GetCertificateChainStatusResponse(
    @Items(min = 1, max = 4) List<CertificateStatus> certificateStatus,
    @Nullable CustomData customData) {}
