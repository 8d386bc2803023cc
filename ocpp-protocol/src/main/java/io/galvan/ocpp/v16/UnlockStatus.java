package io.galvan.ocpp.v16;

/** The outcome of UnlockConnector (OCPP 1.6, section 7). */
public enum UnlockStatus {
  Unlocked,
  UnlockFailed,
  NotSupported
}
