package io.galvan.ocpp.v2;

/**
 * Hash Algorithm, in Authorize, CustomerInformation, DeleteCertificate and others (since OCPP
 * 2.0.1).
 */
public enum HashAlgorithm {
  SHA256,
  SHA384,
  SHA512
}
