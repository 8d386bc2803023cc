package io.galvan.ocpp.v2;

/** Unlock Status, in UnlockConnector (since OCPP 2.0.1). */
public enum UnlockStatus {
  Unlocked,
  UnlockFailed,
  OngoingAuthorizedTransaction,
  UnknownConnector
}
