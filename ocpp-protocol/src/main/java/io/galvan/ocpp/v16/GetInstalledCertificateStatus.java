package io.galvan.ocpp.v16;

/** Whether any certificate of the asked kind is installed (security whitepaper). */
public enum GetInstalledCertificateStatus {
  Accepted,
  NotFound
}
