package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Charging Schedule Update, part of PullDynamicScheduleUpdate, UpdateDynamicSchedule (since OCPP
 * 2.1).
 */
public record ChargingScheduleUpdate(
    @Range(max = 0) @Nullable BigDecimal dischargeLimit,
    @Range(max = 0) @Nullable BigDecimal dischargeLimit_L2,
    @Range(max = 0) @Nullable BigDecimal dischargeLimit_L3,
    @Nullable BigDecimal limit,
    @Nullable BigDecimal limit_L2,
    @Nullable BigDecimal limit_L3,
    @Nullable BigDecimal setpoint,
    @Nullable BigDecimal setpointReactive,
    @Nullable BigDecimal setpointReactive_L2,
    @Nullable BigDecimal setpointReactive_L3,
    @Nullable BigDecimal setpoint_L2,
    @Nullable BigDecimal setpoint_L3,
    @Nullable CustomData customData) {}
