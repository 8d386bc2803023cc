package io.galvan.ocpp.v2;

/** Certificate Status Enum, in GetCertificateChainStatus (since OCPP 2.1). */
public enum CertificateStatusEnum {
  Good,
  Revoked,
  Unknown,
  Failed
}
