package io.galvan.ocpp.v2;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Hysteresis, part of ReportDERControl, SetDERControl (since OCPP 2.1). */
public record Hysteresis(
    @Nullable BigDecimal hysteresisDelay,
    @Nullable BigDecimal hysteresisGradient,
    @Nullable BigDecimal hysteresisHigh,
    @Nullable BigDecimal hysteresisLow,
    @Nullable CustomData customData) {}
