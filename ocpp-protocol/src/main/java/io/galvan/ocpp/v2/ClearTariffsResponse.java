package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of ClearTariffs (since OCPP 2.1). */
public record ClearTariffsResponse(
    @Items(min = 1) List<ClearTariffsResult> clearTariffsResult, @Nullable CustomData customData) {}
