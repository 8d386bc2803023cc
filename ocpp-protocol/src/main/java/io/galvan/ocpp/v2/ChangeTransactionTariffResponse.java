package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of ChangeTransactionTariff (since OCPP 2.1). */
public record ChangeTransactionTariffResponse(
    TariffChangeStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
