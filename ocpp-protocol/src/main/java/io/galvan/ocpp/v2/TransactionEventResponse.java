package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.Since;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of TransactionEvent (since OCPP 2.0.1). */
public record TransactionEventResponse(
    @Nullable BigDecimal totalCost,
    @Nullable Integer chargingPriority,
    @Nullable IdTokenInfo idTokenInfo,
    @Since(OcppVersion.V2_1) @Nullable TransactionLimit transactionLimit,
    @Nullable MessageContent updatedPersonalMessage,
    @Since(OcppVersion.V2_1) @Items(min = 1, max = 4)
        @Nullable List<MessageContent> updatedPersonalMessageExtra,
    @Nullable CustomData customData) {}
