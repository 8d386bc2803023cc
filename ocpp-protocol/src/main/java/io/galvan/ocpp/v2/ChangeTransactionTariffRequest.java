package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** The request of ChangeTransactionTariff (since OCPP 2.1). */
public record ChangeTransactionTariffRequest(
    Tariff tariff, @MaxLength(36) String transactionId, @Nullable CustomData customData) {}
