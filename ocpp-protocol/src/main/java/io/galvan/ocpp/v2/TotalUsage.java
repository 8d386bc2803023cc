package io.galvan.ocpp.v2;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Total Usage, part of TransactionEvent (since OCPP 2.1). */
public record TotalUsage(
    int chargingTime,
    BigDecimal energy,
    int idleTime,
    @Nullable Integer reservationTime,
    @Nullable CustomData customData) {}
