package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of SetVariables (since OCPP 2.0.1). */
public record SetVariablesResponse(
    @Items(min = 1) List<SetVariableResult> setVariableResult, @Nullable CustomData customData) {}
