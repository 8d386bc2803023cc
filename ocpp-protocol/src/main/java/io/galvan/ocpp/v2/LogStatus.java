package io.galvan.ocpp.v2;

/** Log Status, in GetLog (since OCPP 2.0.1). */
public enum LogStatus {
  Accepted,
  Rejected,
  AcceptedCanceled
}
