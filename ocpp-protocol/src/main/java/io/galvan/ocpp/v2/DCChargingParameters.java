package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Range;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** DC Charging Parameters, part of NotifyEVChargingNeeds (since OCPP 2.0.1). */
public record DCChargingParameters(
    @Range(min = 0, max = 100) @Nullable Integer bulkSoC,
    @Earlier(integer = true) @Nullable BigDecimal energyAmount,
    @Earlier(integer = true) @Nullable BigDecimal evEnergyCapacity,
    @Earlier(integer = true) BigDecimal evMaxCurrent,
    @Earlier(integer = true) @Nullable BigDecimal evMaxPower,
    @Earlier(integer = true) BigDecimal evMaxVoltage,
    @Range(min = 0, max = 100) @Nullable Integer fullSoC,
    @Range(min = 0, max = 100) @Nullable Integer stateOfCharge,
    @Nullable CustomData customData) {}
