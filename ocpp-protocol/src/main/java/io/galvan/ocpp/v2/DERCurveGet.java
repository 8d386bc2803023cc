package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** DER Curve Get, part of ReportDERControl (since OCPP 2.1). */
public record DERCurveGet(
    DERCurve curve,
    DERControl curveType,
    @MaxLength(36) String id,
    boolean isDefault,
    boolean isSuperseded,
    @Nullable CustomData customData) {}
