package io.galvan.ocpp.v2;

/** Notify Allowed Energy Transfer Status, in NotifyAllowedEnergyTransfer (since OCPP 2.1). */
public enum NotifyAllowedEnergyTransferStatus {
  Accepted,
  Rejected
}
