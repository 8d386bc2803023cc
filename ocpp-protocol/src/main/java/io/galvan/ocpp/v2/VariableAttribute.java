package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Essential;
import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** Variable Attribute, part of NotifyReport (since OCPP 2.0.1). */
public record VariableAttribute(
    @Nullable Boolean constant,
    @Nullable Mutability mutability,
    @Nullable Boolean persistent,
    @Essential @Nullable Attribute type,
    @MaxLength(2500) @Nullable String value,
    @Nullable CustomData customData) {}
