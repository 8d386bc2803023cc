package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tariff Conditions Fixed, part of Authorize, ChangeTransactionTariff, SetDefaultTariff (since OCPP
 * 2.1).
 */
public record TariffConditionsFixed(
    @Items(min = 1, max = 7) @Nullable List<DayOfWeek> dayOfWeek,
    @Nullable String endTimeOfDay,
    @Nullable EvseKind evseKind,
    @MaxLength(20) @Nullable String paymentBrand,
    @MaxLength(20) @Nullable String paymentRecognition,
    @Nullable String startTimeOfDay,
    @Nullable String validFromDate,
    @Nullable String validToDate,
    @Nullable CustomData customData) {}
