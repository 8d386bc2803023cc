package io.galvan.ocpp.v16;

/** The outcome of ClearCache (OCPP 1.6, section 7). */
public enum ClearCacheStatus {
  Accepted,
  Rejected
}
