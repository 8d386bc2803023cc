package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of NotifyAllowedEnergyTransfer (since OCPP 2.1). */
public record NotifyAllowedEnergyTransferRequest(
    @MaxLength(36) String transactionId,
    @Items(min = 1) List<EnergyTransferMode> allowedEnergyTransfer,
    @Nullable CustomData customData) {}
