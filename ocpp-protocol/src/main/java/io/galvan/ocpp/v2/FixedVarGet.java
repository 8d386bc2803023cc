package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** Fixed Var Get, part of ReportDERControl (since OCPP 2.1). */
public record FixedVarGet(
    FixedVar fixedVar,
    @MaxLength(36) String id,
    boolean isDefault,
    boolean isSuperseded,
    @Nullable CustomData customData) {}
