package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Whether an idTag may charge, until when, and the group it belongs to (OCPP 1.6, section 7). */
public record IdTagInfo(
    @Nullable OffsetDateTime expiryDate,
    @MaxLength(20) @Nullable String parentIdTag,
    AuthorizationStatus status) {
  /** Info with a status alone. */
  public static IdTagInfo of(AuthorizationStatus status) {
    return new IdTagInfo(null, null, status);
  }
}
