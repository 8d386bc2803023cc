package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** The request of GetTariffs (since OCPP 2.1). */
public record GetTariffsRequest(@Range(min = 0) int evseId, @Nullable CustomData customData) {}
