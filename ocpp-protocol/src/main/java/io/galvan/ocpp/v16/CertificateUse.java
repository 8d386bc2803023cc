package io.galvan.ocpp.v16;

/** What a root certificate is used for (security whitepaper). */
public enum CertificateUse {
  CentralSystemRootCertificate,
  ManufacturerRootCertificate
}
