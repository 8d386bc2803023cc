package io.galvan.ocpp.v16;

/** The outcome of SignedUpdateFirmware (security whitepaper). */
public enum UpdateFirmwareStatus {
  Accepted,
  Rejected,
  AcceptedCanceled,
  InvalidCertificate,
  RevokedCertificate
}
