package io.galvan.ocpp.v2;

/** Get Installed Certificate Status, in GetInstalledCertificateIds (since OCPP 2.0.1). */
public enum GetInstalledCertificateStatus {
  Accepted,
  NotFound
}
