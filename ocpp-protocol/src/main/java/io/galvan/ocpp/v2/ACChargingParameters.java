package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** AC Charging Parameters, part of NotifyEVChargingNeeds (since OCPP 2.0.1). */
public record ACChargingParameters(
    @Earlier(integer = true) BigDecimal energyAmount,
    @Earlier(integer = true) BigDecimal evMaxCurrent,
    @Earlier(integer = true) BigDecimal evMaxVoltage,
    @Earlier(integer = true) BigDecimal evMinCurrent,
    @Nullable CustomData customData) {}
