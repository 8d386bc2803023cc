package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** The request of SetDERControl (since OCPP 2.1). */
public record SetDERControlRequest(
    boolean isDefault,
    @MaxLength(36) String controlId,
    DERControl controlType,
    @Nullable DERCurve curve,
    @Nullable EnterService enterService,
    @Nullable FixedPF fixedPFAbsorb,
    @Nullable FixedPF fixedPFInject,
    @Nullable FixedVar fixedVar,
    @Nullable FreqDroop freqDroop,
    @Nullable Gradient gradient,
    @Nullable LimitMaxDischarge limitMaxDischarge,
    @Nullable CustomData customData) {}
