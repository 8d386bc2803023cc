package io.galvan.ocpp.v16;

/** The outcome of InstallCertificate (security whitepaper). */
public enum InstallCertificateStatus {
  Accepted,
  Failed,
  Rejected
}
