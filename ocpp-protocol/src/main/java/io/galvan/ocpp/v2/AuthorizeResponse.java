package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of Authorize (since OCPP 2.0.1). */
public record AuthorizeResponse(
    IdTokenInfo idTokenInfo,
    @Nullable AuthorizeCertificateStatus certificateStatus,
    @Since(OcppVersion.V2_1) @Items(min = 1)
        @Nullable List<EnergyTransferMode> allowedEnergyTransfer,
    @Since(OcppVersion.V2_1) @Nullable Tariff tariff,
    @Nullable CustomData customData) {}
