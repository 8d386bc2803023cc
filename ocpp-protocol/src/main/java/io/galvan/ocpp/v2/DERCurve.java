package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.Range;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DER Curve, part of ReportDERControl, SetDERControl (since OCPP 2.1). */
public record DERCurve(
    @Items(min = 1, max = 10) List<DERCurvePoints> curveData,
    @Nullable BigDecimal duration,
    @Nullable Hysteresis hysteresis,
    @Range(min = 0) int priority,
    @Nullable ReactivePowerParams reactivePowerParams,
    @Nullable BigDecimal responseTime,
    @Nullable OffsetDateTime startTime,
    @Nullable VoltageParams voltageParams,
    DERUnit yUnit,
    @Nullable CustomData customData) {}
