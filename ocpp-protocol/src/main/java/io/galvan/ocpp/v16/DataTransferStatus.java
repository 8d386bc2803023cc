package io.galvan.ocpp.v16;

/** The outcome of DataTransfer (OCPP 1.6, section 7). */
public enum DataTransferStatus {
  Accepted,
  Rejected,
  UnknownMessageId,
  UnknownVendorId
}
