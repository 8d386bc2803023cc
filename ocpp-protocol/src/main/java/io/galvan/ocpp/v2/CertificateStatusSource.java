package io.galvan.ocpp.v2;

/** Certificate Status Source, in GetCertificateChainStatus (since OCPP 2.1). */
public enum CertificateStatusSource {
  CRL,
  OCSP
}
