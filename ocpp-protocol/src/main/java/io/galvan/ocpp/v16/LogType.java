package io.galvan.ocpp.v16;

/** Which log is asked for (security whitepaper, LogEnumType). */
public enum LogType {
  DiagnosticsLog,
  SecurityLog
}
