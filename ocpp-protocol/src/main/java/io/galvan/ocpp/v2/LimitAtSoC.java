package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Limit At So C, part of NotifyChargingLimit, NotifyEVChargingSchedule, ReportChargingProfiles and
 * others (since OCPP 2.1).
 */
public record LimitAtSoC(
    BigDecimal limit, @Range(min = 0, max = 100) int soc, @Nullable CustomData customData) {}
