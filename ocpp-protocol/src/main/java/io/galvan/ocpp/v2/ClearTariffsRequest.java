package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of ClearTariffs (since OCPP 2.1). */
public record ClearTariffsRequest(
    @MaxLength(60) @Items(min = 1) @Nullable List<String> tariffIds,
    @Range(min = 0) @Nullable Integer evseId,
    @Nullable CustomData customData) {}
