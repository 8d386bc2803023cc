package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Essential;
import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** Get Variable Result, part of GetVariables (since OCPP 2.0.1). */
public record GetVariableResult(
    GetVariableStatus attributeStatus,
    @Nullable StatusInfo attributeStatusInfo,
    @Essential @Nullable Attribute attributeType,
    @MaxLength(2500) @Nullable String attributeValue,
    Component component,
    Variable variable,
    @Nullable CustomData customData) {}
