package io.galvan.ocpp.v2;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Voltage Params, part of ReportDERControl, SetDERControl (since OCPP 2.1). */
public record VoltageParams(
    @Nullable BigDecimal hv10MinMeanTripDelay,
    @Nullable BigDecimal hv10MinMeanValue,
    @Nullable PowerDuringCessation powerDuringCessation,
    @Nullable CustomData customData) {}
