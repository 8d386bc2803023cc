package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Certificate Hash Data Chain, part of GetInstalledCertificateIds (since OCPP 2.0.1). */
public record CertificateHashDataChain(
    CertificateHashData certificateHashData,
    GetCertificateIdUse certificateType,
    @Items(min = 1, max = 4) @Nullable List<CertificateHashData> childCertificateHashData,
    @Nullable CustomData customData) {}
