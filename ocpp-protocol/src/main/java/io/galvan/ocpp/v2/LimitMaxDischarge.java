package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Limit Max Discharge, part of ReportDERControl, SetDERControl (since OCPP 2.1). */
public record LimitMaxDischarge(
    @Nullable BigDecimal duration,
    @Nullable BigDecimal pctMaxDischargePower,
    @Nullable DERCurve powerMonitoringMustTrip,
    @Range(min = 0) int priority,
    @Nullable OffsetDateTime startTime,
    @Nullable CustomData customData) {}
