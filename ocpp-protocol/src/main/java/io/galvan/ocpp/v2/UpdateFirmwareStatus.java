package io.galvan.ocpp.v2;

/** Update Firmware Status, in UpdateFirmware (since OCPP 2.0.1). */
public enum UpdateFirmwareStatus {
  Accepted,
  Rejected,
  AcceptedCanceled,
  InvalidCertificate,
  RevokedCertificate
}
