package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of GetCertificateChainStatus (since OCPP 2.1). */
public record GetCertificateChainStatusRequest(
    @Items(min = 1, max = 4) List<CertificateStatusRequestInfo> certificateStatusRequests,
    @Nullable CustomData customData) {}
