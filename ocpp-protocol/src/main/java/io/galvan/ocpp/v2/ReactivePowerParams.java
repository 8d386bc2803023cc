package io.galvan.ocpp.v2;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reactive Power Params, part of ReportDERControl, SetDERControl (since OCPP 2.1). */
public record ReactivePowerParams(
    @Nullable Boolean autonomousVRefEnable,
    @Nullable BigDecimal autonomousVRefTimeConstant,
    @Nullable BigDecimal vRef,
    @Nullable CustomData customData) {}
