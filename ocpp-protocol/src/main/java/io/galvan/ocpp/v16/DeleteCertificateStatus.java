package io.galvan.ocpp.v16;

/** The outcome of DeleteCertificate (security whitepaper). */
public enum DeleteCertificateStatus {
  Accepted,
  Failed,
  NotFound
}
