package io.galvan.ocpp.v2;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Total Price, part of TransactionEvent (since OCPP 2.1). */
public record TotalPrice(
    @Nullable BigDecimal exclTax, @Nullable BigDecimal inclTax, @Nullable CustomData customData) {}
