package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of GetInstalledCertificateIds (since OCPP 2.0.1). */
public record GetInstalledCertificateIdsResponse(
    GetInstalledCertificateStatus status,
    @Nullable StatusInfo statusInfo,
    @Items(min = 1) @Nullable List<CertificateHashDataChain> certificateHashDataChain,
    @Nullable CustomData customData) {}
