package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of GetTariffs (since OCPP 2.1). */
public record GetTariffsResponse(
    TariffGetStatus status,
    @Nullable StatusInfo statusInfo,
    @Items(min = 1) @Nullable List<TariffAssignment> tariffAssignments,
    @Nullable CustomData customData) {}
