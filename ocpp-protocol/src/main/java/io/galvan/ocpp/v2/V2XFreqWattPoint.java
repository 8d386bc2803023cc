package io.galvan.ocpp.v2;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * V2 X Freq Watt Point, part of GetCompositeSchedule, NotifyChargingLimit, NotifyEVChargingSchedule
 * and others (since OCPP 2.1).
 */
public record V2XFreqWattPoint(
    BigDecimal frequency, BigDecimal power, @Nullable CustomData customData) {}
