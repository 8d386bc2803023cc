package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Report Data, part of NotifyReport (since OCPP 2.0.1). */
public record ReportData(
    Component component,
    Variable variable,
    @Items(min = 1, max = 4) List<VariableAttribute> variableAttribute,
    @Nullable VariableCharacteristics variableCharacteristics,
    @Nullable CustomData customData) {}
