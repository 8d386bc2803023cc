package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of NotifyAllowedEnergyTransfer (since OCPP 2.1). */
public record NotifyAllowedEnergyTransferResponse(
    NotifyAllowedEnergyTransferStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
