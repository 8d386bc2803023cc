package io.galvan.ocpp.v2;

/** Clear Monitoring Status, in ClearVariableMonitoring (since OCPP 2.0.1). */
public enum ClearMonitoringStatus {
  Accepted,
  Rejected,
  NotFound
}
