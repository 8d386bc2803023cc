package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** Get Variable Data, part of GetVariables (since OCPP 2.0.1). */
public record GetVariableData(
    @Nullable Attribute attributeType,
    Component component,
    Variable variable,
    @Nullable CustomData customData) {}
