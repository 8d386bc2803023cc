package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MultipleOf;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One step of a charging schedule: from startPeriod (seconds after the start) the limit holds (OCPP
 * 1.6, section 7).
 */
public record ChargingSchedulePeriod(
    int startPeriod, @MultipleOf("0.1") BigDecimal limit, @Nullable Integer numberPhases) {}
