package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cost Details, part of TransactionEvent (since OCPP 2.1). */
public record CostDetails(
    @Items(min = 1) @Nullable List<ChargingPeriod> chargingPeriods,
    @MaxLength(500) @Nullable String failureReason,
    @Nullable Boolean failureToCalculate,
    TotalCost totalCost,
    TotalUsage totalUsage,
    @Nullable CustomData customData) {}
