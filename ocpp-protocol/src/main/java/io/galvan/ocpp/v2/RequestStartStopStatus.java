package io.galvan.ocpp.v2;

/**
 * Request Start Stop Status, in RequestStartTransaction, RequestStopTransaction (since OCPP 2.0.1).
 */
public enum RequestStartStopStatus {
  Accepted,
  Rejected
}
