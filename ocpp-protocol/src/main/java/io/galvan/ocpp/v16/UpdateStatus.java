package io.galvan.ocpp.v16;

/** The outcome of SendLocalList (OCPP 1.6, section 7). */
public enum UpdateStatus {
  Accepted,
  Failed,
  NotSupported,
  VersionMismatch
}
