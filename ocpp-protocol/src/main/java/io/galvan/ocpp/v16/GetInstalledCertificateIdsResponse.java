package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The installed certificates of the asked kind (security whitepaper). */
public record GetInstalledCertificateIdsResponse(
    @Items(min = 1) @Nullable List<CertificateHashData> certificateHashData,
    GetInstalledCertificateStatus status) {}
