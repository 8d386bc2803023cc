package io.galvan.ocpp.v2;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** EV Power Schedule Entry, part of NotifyEVChargingNeeds (since OCPP 2.1). */
public record EVPowerScheduleEntry(
    int duration, BigDecimal power, @Nullable CustomData customData) {}
