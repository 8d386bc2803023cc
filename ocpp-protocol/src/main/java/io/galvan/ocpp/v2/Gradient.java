package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Gradient, part of ReportDERControl, SetDERControl (since OCPP 2.1). */
public record Gradient(
    BigDecimal gradient,
    @Range(min = 0) int priority,
    BigDecimal softGradient,
    @Nullable CustomData customData) {}
