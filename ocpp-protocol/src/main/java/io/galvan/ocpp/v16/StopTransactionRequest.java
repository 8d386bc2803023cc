package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.KeptLong;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Otherwise;
import io.galvan.ocpp.shape.Rounded;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells that a transaction stopped; meterStop is in Wh (OCPP 1.6, section 6). */
public record StopTransactionRequest(
    @MaxLength(20) @KeptLong @Nullable String idTag,
    @Rounded @Otherwise(number = UNKNOWN) long meterStop,
    @Otherwise OffsetDateTime timestamp,
    @Otherwise(number = UNKNOWN) long transactionId,
    @Nullable Reason reason,
    @Nullable List<MeterValue> transactionData) {
  /** Stands for a register or an id that could not be read. */
  public static final int UNKNOWN = -1;
}
