package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reserves a connector, or with 0 any, for an idTag (OCPP 1.6, section 6). */
public record ReserveNowRequest(
    int connectorId,
    OffsetDateTime expiryDate,
    @MaxLength(20) String idTag,
    @MaxLength(20) @Nullable String parentIdTag,
    int reservationId) {}
