package io.galvan.ocpp.v2;

/** Clear Cache Status, in ClearCache (since OCPP 2.0.1). */
public enum ClearCacheStatus {
  Accepted,
  Rejected
}
