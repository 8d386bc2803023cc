package io.galvan.ocpp.v2;

/** Get Certificate Status, in GetCertificateStatus (since OCPP 2.0.1). */
public enum GetCertificateStatus {
  Accepted,
  Failed
}
