package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** Set Variable Data, part of SetVariables (since OCPP 2.0.1). */
public record SetVariableData(
    @Nullable Attribute attributeType,
    @MaxLength(2500) @Earlier(maxLength = 1000) String attributeValue,
    Component component,
    Variable variable,
    @Nullable CustomData customData) {}
