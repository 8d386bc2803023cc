package io.galvan.ocpp.v2;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** EV Price Rule, part of NotifyEVChargingNeeds (since OCPP 2.1). */
public record EVPriceRule(
    BigDecimal energyFee, BigDecimal powerRangeStart, @Nullable CustomData customData) {}
