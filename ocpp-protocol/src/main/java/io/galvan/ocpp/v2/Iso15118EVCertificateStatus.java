package io.galvan.ocpp.v2;

/** Iso15118 EV Certificate Status, in Get15118EVCertificate (since OCPP 2.0.1). */
public enum Iso15118EVCertificateStatus {
  Accepted,
  Failed
}
