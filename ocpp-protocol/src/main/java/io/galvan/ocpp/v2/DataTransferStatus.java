package io.galvan.ocpp.v2;

/** Data Transfer Status, in DataTransfer (since OCPP 2.0.1). */
public enum DataTransferStatus {
  Accepted,
  Rejected,
  UnknownMessageId,
  UnknownVendorId
}
