package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of GetVariables (since OCPP 2.0.1). */
public record GetVariablesRequest(
    @Items(min = 1) List<GetVariableData> getVariableData, @Nullable CustomData customData) {}
