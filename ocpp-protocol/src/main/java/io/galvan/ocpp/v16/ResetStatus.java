package io.galvan.ocpp.v16;

/** The outcome of Reset (OCPP 1.6, section 7). */
public enum ResetStatus {
  Accepted,
  Rejected
}
