package io.galvan.ocpp.v16;

import org.jspecify.annotations.Nullable;

/** Answers a vendor's own message (OCPP 1.6, section 6). */
public record DataTransferResponse(DataTransferStatus status, @Nullable String data) {
  /** An answer without data. */
  public static DataTransferResponse of(DataTransferStatus status) {
    return new DataTransferResponse(status, null);
  }
}
