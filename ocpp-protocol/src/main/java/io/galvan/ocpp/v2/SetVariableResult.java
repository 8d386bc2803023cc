package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Essential;
import org.jspecify.annotations.Nullable;

/** Set Variable Result, part of SetVariables (since OCPP 2.0.1). */
public record SetVariableResult(
    SetVariableStatus attributeStatus,
    @Nullable StatusInfo attributeStatusInfo,
    @Essential @Nullable Attribute attributeType,
    Component component,
    Variable variable,
    @Nullable CustomData customData) {}
