package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of GetVariables (since OCPP 2.0.1). */
public record GetVariablesResponse(
    @Items(min = 1) List<GetVariableResult> getVariableResult, @Nullable CustomData customData) {}
