package io.galvan.ocpp.v16;

/** Whether a charge point took its new certificate (security whitepaper). */
public enum CertificateSignedStatus {
  Accepted,
  Rejected
}
