package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Freq Droop, part of ReportDERControl, SetDERControl (since OCPP 2.1). */
public record FreqDroop(
    @Nullable BigDecimal duration,
    BigDecimal overDroop,
    BigDecimal overFreq,
    @Range(min = 0) int priority,
    BigDecimal responseTime,
    @Nullable OffsetDateTime startTime,
    BigDecimal underDroop,
    BigDecimal underFreq,
    @Nullable CustomData customData) {}
