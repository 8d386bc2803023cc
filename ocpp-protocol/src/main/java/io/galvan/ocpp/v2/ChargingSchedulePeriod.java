package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.Range;
import io.galvan.ocpp.shape.Since;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Charging Schedule Period, part of GetCompositeSchedule, NotifyChargingLimit,
 * NotifyEVChargingSchedule and others (since OCPP 2.0.1).
 */
public record ChargingSchedulePeriod(
    @Since(OcppVersion.V2_1) @Range(max = 0) @Nullable BigDecimal dischargeLimit,
    @Since(OcppVersion.V2_1) @Range(max = 0) @Nullable BigDecimal dischargeLimit_L2,
    @Since(OcppVersion.V2_1) @Range(max = 0) @Nullable BigDecimal dischargeLimit_L3,
    @Since(OcppVersion.V2_1) @Nullable Boolean evseSleep,
    @Earlier(required = true) @Nullable BigDecimal limit,
    @Since(OcppVersion.V2_1) @Nullable BigDecimal limit_L2,
    @Since(OcppVersion.V2_1) @Nullable BigDecimal limit_L3,
    @Range(min = 0, max = 3) @Earlier(unbounded = true) @Nullable Integer numberPhases,
    @Since(OcppVersion.V2_1) @Nullable OperationMode operationMode,
    @Range(min = 0, max = 3) @Earlier(unbounded = true) @Nullable Integer phaseToUse,
    @Since(OcppVersion.V2_1) @Nullable Boolean preconditioningRequest,
    @Since(OcppVersion.V2_1) @Nullable BigDecimal setpoint,
    @Since(OcppVersion.V2_1) @Nullable BigDecimal setpointReactive,
    @Since(OcppVersion.V2_1) @Nullable BigDecimal setpointReactive_L2,
    @Since(OcppVersion.V2_1) @Nullable BigDecimal setpointReactive_L3,
    @Since(OcppVersion.V2_1) @Nullable BigDecimal setpoint_L2,
    @Since(OcppVersion.V2_1) @Nullable BigDecimal setpoint_L3,
    int startPeriod,
    @Since(OcppVersion.V2_1) @Nullable BigDecimal v2xBaseline,
    @Since(OcppVersion.V2_1) @Items(min = 1, max = 20)
        @Nullable List<V2XFreqWattPoint> v2xFreqWattCurve,
    @Since(OcppVersion.V2_1) @Items(min = 1, max = 20)
        @Nullable List<V2XSignalWattPoint> v2xSignalWattCurve,
    @Nullable CustomData customData) {}
