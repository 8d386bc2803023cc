package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** Limit Max Discharge Get, part of ReportDERControl (since OCPP 2.1). */
public record LimitMaxDischargeGet(
    @MaxLength(36) String id,
    boolean isDefault,
    boolean isSuperseded,
    LimitMaxDischarge limitMaxDischarge,
    @Nullable CustomData customData) {}
