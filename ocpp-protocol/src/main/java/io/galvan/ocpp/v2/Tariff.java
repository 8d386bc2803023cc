package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tariff, part of Authorize, ChangeTransactionTariff, SetDefaultTariff (since OCPP 2.1). */
public record Tariff(
    @Nullable TariffTime chargingTime,
    @MaxLength(3) String currency,
    @Items(min = 1, max = 10) @Nullable List<MessageContent> description,
    @Nullable TariffEnergy energy,
    @Nullable TariffFixed fixedFee,
    @Nullable TariffTime idleTime,
    @Nullable Price maxCost,
    @Nullable Price minCost,
    @Nullable TariffFixed reservationFixed,
    @Nullable TariffTime reservationTime,
    @MaxLength(60) String tariffId,
    @Nullable OffsetDateTime validFrom,
    @Nullable CustomData customData) {}
