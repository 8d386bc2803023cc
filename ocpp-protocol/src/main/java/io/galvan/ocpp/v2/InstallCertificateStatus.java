package io.galvan.ocpp.v2;

/** Install Certificate Status, in InstallCertificate (since OCPP 2.0.1). */
public enum InstallCertificateStatus {
  Accepted,
  Rejected,
  Failed
}
