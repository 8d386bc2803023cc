package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import io.galvan.ocpp.shape.Since;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Variable Characteristics, part of NotifyReport (since OCPP 2.0.1). */
public record VariableCharacteristics(
    Data dataType,
    @Since(OcppVersion.V2_1) @Range(min = 1) @Nullable Integer maxElements,
    @Nullable BigDecimal maxLimit,
    @Nullable BigDecimal minLimit,
    boolean supportsMonitoring,
    @MaxLength(16) @Nullable String unit,
    @MaxLength(1000) @Nullable String valuesList,
    @Nullable CustomData customData) {}
