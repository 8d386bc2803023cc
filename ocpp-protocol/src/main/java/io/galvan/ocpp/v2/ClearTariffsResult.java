package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** Clear Tariffs Result, part of ClearTariffs (since OCPP 2.1). */
public record ClearTariffsResult(
    TariffClearStatus status,
    @Nullable StatusInfo statusInfo,
    @MaxLength(60) @Nullable String tariffId,
    @Nullable CustomData customData) {}
