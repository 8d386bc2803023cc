package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tariff Assignment, part of GetTariffs (since OCPP 2.1). */
public record TariffAssignment(
    @Range(min = 0) @Items(min = 1) @Nullable List<Integer> evseIds,
    @MaxLength(255) @Items(min = 1) @Nullable List<String> idTokens,
    @MaxLength(60) String tariffId,
    TariffKind tariffKind,
    @Nullable OffsetDateTime validFrom,
    @Nullable CustomData customData) {}
