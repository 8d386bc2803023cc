package io.galvan.ocpp.v16;

/** The hash that certificate hash data is made with (security whitepaper). */
public enum HashAlgorithm {
  SHA256,
  SHA384,
  SHA512
}
