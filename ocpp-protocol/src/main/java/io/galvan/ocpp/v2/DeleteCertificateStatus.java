package io.galvan.ocpp.v2;

/** Delete Certificate Status, in DeleteCertificate (since OCPP 2.0.1). */
public enum DeleteCertificateStatus {
  Accepted,
  Failed,
  NotFound
}
