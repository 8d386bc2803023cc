package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** The request of SetDefaultTariff (since OCPP 2.1). */
public record SetDefaultTariffRequest(
    @Range(min = 0) int evseId, Tariff tariff, @Nullable CustomData customData) {}
