package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of SetDefaultTariff (since OCPP 2.1). */
public record SetDefaultTariffResponse(
    TariffSetStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
