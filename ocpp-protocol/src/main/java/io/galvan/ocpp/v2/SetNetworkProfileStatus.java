package io.galvan.ocpp.v2;

/** Set Network Profile Status, in SetNetworkProfile (since OCPP 2.0.1). */
public enum SetNetworkProfileStatus {
  Accepted,
  Rejected,
  Failed
}
