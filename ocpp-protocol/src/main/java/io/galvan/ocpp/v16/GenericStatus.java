package io.galvan.ocpp.v16;

/** Accepted or not (security whitepaper). */
public enum GenericStatus {
  Accepted,
  Rejected
}
