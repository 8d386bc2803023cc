package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DER Charging Parameters, part of NotifyEVChargingNeeds (since OCPP 2.1). */
public record DERChargingParameters(
    @Nullable BigDecimal evDurationLevel1DCInjection,
    @Nullable BigDecimal evDurationLevel2DCInjection,
    @MaxLength(50) @Nullable String evInverterHwVersion,
    @MaxLength(50) @Nullable String evInverterManufacturer,
    @MaxLength(50) @Nullable String evInverterModel,
    @MaxLength(50) @Nullable String evInverterSerialNumber,
    @MaxLength(50) @Nullable String evInverterSwVersion,
    @Items(min = 1) @Nullable List<IslandingDetection> evIslandingDetectionMethod,
    @Nullable BigDecimal evIslandingTripTime,
    @Nullable BigDecimal evMaximumLevel1DCInjection,
    @Nullable BigDecimal evMaximumLevel2DCInjection,
    @Nullable BigDecimal evOverExcitedMaxDischargePower,
    @Nullable BigDecimal evOverExcitedPowerFactor,
    @Nullable BigDecimal evReactiveSusceptance,
    @Nullable BigDecimal evSessionTotalDischargeEnergyAvailable,
    @Items(min = 1) @Nullable List<DERControl> evSupportedDERControl,
    @Nullable BigDecimal evUnderExcitedMaxDischargePower,
    @Nullable BigDecimal evUnderExcitedPowerFactor,
    @Nullable BigDecimal maxApparentPower,
    @Nullable BigDecimal maxChargeApparentPower,
    @Nullable BigDecimal maxChargeApparentPower_L2,
    @Nullable BigDecimal maxChargeApparentPower_L3,
    @Nullable BigDecimal maxChargeReactivePower,
    @Nullable BigDecimal maxChargeReactivePower_L2,
    @Nullable BigDecimal maxChargeReactivePower_L3,
    @Nullable BigDecimal maxDischargeApparentPower,
    @Nullable BigDecimal maxDischargeApparentPower_L2,
    @Nullable BigDecimal maxDischargeApparentPower_L3,
    @Nullable BigDecimal maxDischargeReactivePower,
    @Nullable BigDecimal maxDischargeReactivePower_L2,
    @Nullable BigDecimal maxDischargeReactivePower_L3,
    @Nullable BigDecimal maxNominalVoltage,
    @Nullable BigDecimal minChargeReactivePower,
    @Nullable BigDecimal minChargeReactivePower_L2,
    @Nullable BigDecimal minChargeReactivePower_L3,
    @Nullable BigDecimal minDischargeReactivePower,
    @Nullable BigDecimal minDischargeReactivePower_L2,
    @Nullable BigDecimal minDischargeReactivePower_L3,
    @Nullable BigDecimal minNominalVoltage,
    @Nullable BigDecimal nominalVoltage,
    @Nullable BigDecimal nominalVoltageOffset,
    @Nullable CustomData customData) {}
