package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of SetVariables (since OCPP 2.0.1). */
public record SetVariablesRequest(
    @Items(min = 1) List<SetVariableData> setVariableData, @Nullable CustomData customData) {}
