package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of GetInstalledCertificateIds (since OCPP 2.0.1). */
public record GetInstalledCertificateIdsRequest(
    @Items(min = 1) @Nullable List<GetCertificateIdUse> certificateType,
    @Nullable CustomData customData) {}
