package io.galvan.ocpp.v16;

/** Whether a remote start or stop is taken on (OCPP 1.6, section 7). */
public enum RemoteStartStopStatus {
  Accepted,
  Rejected
}
