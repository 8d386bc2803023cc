package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MultipleOf;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits of a charging profile over time (OCPP 1.6, section 7). The duration is in seconds. */
public record ChargingSchedule(
    @Nullable Integer duration,
    @Nullable OffsetDateTime startSchedule,
    ChargingRateUnitType chargingRateUnit,
    List<ChargingSchedulePeriod> chargingSchedulePeriod,
    @MultipleOf("0.1") @Nullable BigDecimal minChargingRate) {}
