package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Enter Service, part of ReportDERControl, SetDERControl (since OCPP 2.1). */
public record EnterService(
    @Nullable BigDecimal delay,
    BigDecimal highFreq,
    BigDecimal highVoltage,
    BigDecimal lowFreq,
    BigDecimal lowVoltage,
    @Range(min = 0) int priority,
    @Nullable BigDecimal rampRate,
    @Nullable BigDecimal randomDelay,
    @Nullable CustomData customData) {}
