package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Battery Data, part of BatterySwap (since OCPP 2.1). */
public record BatteryData(
    @Range(min = 0) int evseId,
    @Nullable OffsetDateTime productionDate,
    @MaxLength(50) String serialNumber,
    @Range(min = 0, max = 100) BigDecimal soC,
    @Range(min = 0, max = 100) BigDecimal soH,
    @MaxLength(500) @Nullable String vendorInfo,
    @Nullable CustomData customData) {}
