package io.galvan.ocpp.v16;

/** The outcome of GetLog (security whitepaper). */
public enum LogStatus {
  Accepted,
  Rejected,
  AcceptedCanceled
}
