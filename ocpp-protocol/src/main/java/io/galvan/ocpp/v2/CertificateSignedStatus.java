package io.galvan.ocpp.v2;

/** Certificate Signed Status, in CertificateSigned (since OCPP 2.0.1). */
public enum CertificateSignedStatus {
  Accepted,
  Rejected
}
