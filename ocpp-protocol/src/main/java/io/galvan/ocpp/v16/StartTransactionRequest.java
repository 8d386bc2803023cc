package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.KeptLong;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Otherwise;
import io.galvan.ocpp.shape.Rounded;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Tells that a transaction started; meterStart is in Wh (OCPP 1.6, section 6). */
public record StartTransactionRequest(
    @Otherwise(number = 0) int connectorId,
    @MaxLength(20) @KeptLong @Otherwise String idTag,
    @Rounded @Otherwise(number = UNKNOWN) long meterStart,
    @Nullable Integer reservationId,
    @Otherwise OffsetDateTime timestamp) {
  /** Stands for a register that could not be read. */
  public static final int UNKNOWN = -1;
}
