package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** V2 X Charging Parameters, part of NotifyEVChargingNeeds (since OCPP 2.1). */
public record V2XChargingParameters(
    @Nullable BigDecimal evMaxEnergyRequest,
    @Nullable BigDecimal evMaxV2XEnergyRequest,
    @Nullable BigDecimal evMinEnergyRequest,
    @Nullable BigDecimal evMinV2XEnergyRequest,
    @Nullable BigDecimal evTargetEnergyRequest,
    @Nullable BigDecimal maxChargeCurrent,
    @Nullable BigDecimal maxChargePower,
    @Nullable BigDecimal maxChargePower_L2,
    @Nullable BigDecimal maxChargePower_L3,
    @Nullable BigDecimal maxDischargeCurrent,
    @Nullable BigDecimal maxDischargePower,
    @Nullable BigDecimal maxDischargePower_L2,
    @Nullable BigDecimal maxDischargePower_L3,
    @Nullable BigDecimal maxVoltage,
    @Nullable BigDecimal minChargeCurrent,
    @Nullable BigDecimal minChargePower,
    @Nullable BigDecimal minChargePower_L2,
    @Nullable BigDecimal minChargePower_L3,
    @Nullable BigDecimal minDischargeCurrent,
    @Nullable BigDecimal minDischargePower,
    @Nullable BigDecimal minDischargePower_L2,
    @Nullable BigDecimal minDischargePower_L3,
    @Nullable BigDecimal minVoltage,
    @Range(min = 0, max = 100) @Nullable Integer targetSoC,
    @Nullable CustomData customData) {}
