package io.galvan.ocpp.v2;

/** Certificate Action, in Get15118EVCertificate (since OCPP 2.0.1). */
public enum CertificateAction {
  Install,
  Update
}
