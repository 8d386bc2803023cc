package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Truncatable;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Tells the state of a connector, or with 0 of the whole charge point (OCPP 1.6, section 6). */
public record StatusNotificationRequest(
    int connectorId,
    ChargePointErrorCode errorCode,
    @MaxLength(50) @Truncatable @Nullable String info,
    ChargePointStatus status,
    @Nullable OffsetDateTime timestamp,
    @MaxLength(255) @Truncatable @Nullable String vendorId,
    @MaxLength(50) @Truncatable @Nullable String vendorErrorCode) {
  /** A connector's state at a time, without vendor's additions. */
  public static StatusNotificationRequest of(
      int connectorId,
      ChargePointStatus status,
      ChargePointErrorCode errorCode,
      OffsetDateTime timestamp) {
    return new StatusNotificationRequest(
        connectorId, errorCode, null, status, timestamp, null, null);
  }
}
