package io.galvan.ocpp.v2;

/** Set Monitoring Status, in SetVariableMonitoring (since OCPP 2.0.1). */
public enum SetMonitoringStatus {
  Accepted,
  UnknownComponent,
  UnknownVariable,
  UnsupportedMonitorType,
  Rejected,
  Duplicate
}
