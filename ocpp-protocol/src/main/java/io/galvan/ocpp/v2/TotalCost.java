package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** Total Cost, part of TransactionEvent (since OCPP 2.1). */
public record TotalCost(
    @Nullable Price chargingTime,
    @MaxLength(3) String currency,
    @Nullable Price energy,
    @Nullable Price fixed,
    @Nullable Price idleTime,
    @Nullable Price reservationFixed,
    @Nullable Price reservationTime,
    TotalPrice total,
    TariffCost typeOfCost,
    @Nullable CustomData customData) {}
