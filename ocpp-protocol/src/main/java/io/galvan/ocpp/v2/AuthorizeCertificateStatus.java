package io.galvan.ocpp.v2;

/** Authorize Certificate Status, in Authorize (since OCPP 2.0.1). */
public enum AuthorizeCertificateStatus {
  Accepted,
  SignatureError,
  CertificateExpired,
  CertificateRevoked,
  NoCertificateAvailable,
  CertChainError,
  ContractCancelled
}
