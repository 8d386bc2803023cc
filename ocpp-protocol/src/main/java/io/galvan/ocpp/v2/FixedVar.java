package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Fixed Var, part of ReportDERControl, SetDERControl (since OCPP 2.1). */
public record FixedVar(
    @Nullable BigDecimal duration,
    @Range(min = 0) int priority,
    BigDecimal setpoint,
    @Nullable OffsetDateTime startTime,
    DERUnit unit,
    @Nullable CustomData customData) {}
