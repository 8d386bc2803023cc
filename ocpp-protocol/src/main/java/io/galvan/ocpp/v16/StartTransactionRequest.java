package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.KeptLong;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Rounded;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Tells that a transaction started; meterStart is in Wh (OCPP 1.6, section 6). */
public record StartTransactionRequest(
    int connectorId,
    @MaxLength(20) @KeptLong String idTag,
    @Rounded long meterStart,
    @Nullable Integer reservationId,
    OffsetDateTime timestamp) {}
